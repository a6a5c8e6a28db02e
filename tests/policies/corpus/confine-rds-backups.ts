import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.rds.InstanceAutomatedBackupsReplication("orders", { sourceDbInstanceArn: arn("rds", region, "db:orders") });
}

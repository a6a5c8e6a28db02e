import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.rds.Integration("warehouse", {
    integrationName: "warehouse",
    sourceArn: arn("rds", "ca-central-1", "cluster:orders"),
    targetArn: arn("redshift-serverless", region, "namespace/reports"),
    tags,
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.rds.Instance("replica", {
    instanceClass: "db.t4g.medium",
    replicateSourceDb: arn("rds", region, "db:orders"),
    tags,
  });
}

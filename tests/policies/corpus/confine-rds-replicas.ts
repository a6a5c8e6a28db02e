import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.rds.Instance("replica", {
    instanceClass: "db.t4g.medium",
    replicateSourceDb: "arn:aws:rds:us-east-1:123456789012:db:orders",
    tags,
  });
}

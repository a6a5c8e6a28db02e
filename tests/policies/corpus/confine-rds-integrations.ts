import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.rds.Integration("warehouse", {
    integrationName: "warehouse",
    sourceArn: "arn:aws:rds:ca-central-1:123456789012:cluster:orders",
    targetArn: "arn:aws:redshift-serverless:us-east-1:123456789012:namespace/reports",
    tags,
  });
}

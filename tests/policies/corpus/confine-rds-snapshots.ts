import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.rds.SnapshotCopy("offsite", {
    sourceDbSnapshotIdentifier: "arn:aws:rds:ca-central-1:123456789012:snapshot:orders",
    targetDbSnapshotIdentifier: "orders-offsite",
    destinationRegion: "us-west-2",
    tags,
  });
}

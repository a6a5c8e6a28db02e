import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.rds.SnapshotCopy("offsite", {
    sourceDbSnapshotIdentifier: arn("rds", "ca-central-1", "snapshot:orders"),
    targetDbSnapshotIdentifier: "orders-offsite",
    destinationRegion: region,
    tags,
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.rds.ClusterSnapshotCopy("offsite", {
    sourceDbClusterSnapshotIdentifier: arn("rds", "ca-central-1", "cluster-snapshot:orders"),
    targetDbClusterSnapshotIdentifier: "orders-offsite",
    destinationRegion: region,
    tags,
  });
}

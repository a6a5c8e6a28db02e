import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const cluster = new aws.redshift.Cluster("reports", { clusterIdentifier: "reports", nodeType: "ra3.large", tags });
  new aws.redshift.SnapshotCopy("reports", {
    clusterIdentifier: cluster.clusterIdentifier,
    destinationRegion: "us-east-1",
  });
}

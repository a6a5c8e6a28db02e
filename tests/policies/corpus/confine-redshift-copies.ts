import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const cluster = new aws.redshift.Cluster("reports", { clusterIdentifier: "reports", nodeType: "ra3.large", tags });
  new aws.redshift.SnapshotCopy("reports", { clusterIdentifier: cluster.clusterIdentifier, destinationRegion: region });
}

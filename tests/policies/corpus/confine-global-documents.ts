import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const group = new aws.docdb.GlobalCluster("letters", { globalClusterIdentifier: "letters", engine: "docdb" });
  new aws.docdb.Cluster("first", { globalClusterIdentifier: group.globalClusterIdentifier, tags });
  new aws.docdb.Cluster("second", {
    region: "us-east-1",
    globalClusterIdentifier: group.globalClusterIdentifier,
    tags: metrics,
  });
}

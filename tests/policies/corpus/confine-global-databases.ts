import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const group = new aws.rds.GlobalCluster("orders", {
    globalClusterIdentifier: "orders",
    engine: "aurora-postgresql",
    tags,
  });
  new aws.rds.Cluster("first", {
    engine: "aurora-postgresql",
    globalClusterIdentifier: group.globalClusterIdentifier,
    tags,
  });
  new aws.rds.Cluster("second", {
    region: "us-east-1",
    engine: "aurora-postgresql",
    globalClusterIdentifier: group.globalClusterIdentifier,
    tags: metrics,
  });
}

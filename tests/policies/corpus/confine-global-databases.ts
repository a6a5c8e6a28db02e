import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
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
    region,
    engine: "aurora-postgresql",
    globalClusterIdentifier: group.globalClusterIdentifier,
    tags: metrics,
  });
}

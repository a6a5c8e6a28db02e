import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const first = new aws.elasticache.ReplicationGroup("sessions", {
    description: "sessions",
    globalReplicationGroupId: "sessions",
    tags,
  });
  new aws.elasticache.ReplicationGroup("abroad", {
    region: "us-east-1",
    description: "sessions",
    globalReplicationGroupId: first.globalReplicationGroupId,
    tags: metrics,
  });
}

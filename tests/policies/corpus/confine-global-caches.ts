import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const first = new aws.elasticache.ReplicationGroup("sessions", {
    description: "sessions",
    globalReplicationGroupId: "sessions",
    tags,
  });
  new aws.elasticache.ReplicationGroup("second", {
    region,
    description: "sessions",
    globalReplicationGroupId: first.globalReplicationGroupId,
    tags: metrics,
  });
}

import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const first = new aws.memorydb.Cluster("sessions", {
    nodeType: "db.r7g.large",
    aclName: "open",
    multiRegionClusterName: "sessions",
    tags,
  });
  new aws.memorydb.Cluster("second", {
    region,
    nodeType: "db.r7g.large",
    aclName: "open",
    multiRegionClusterName: first.multiRegionClusterName,
    tags: metrics,
  });
}

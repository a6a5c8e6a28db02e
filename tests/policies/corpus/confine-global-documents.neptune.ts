import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const group = new aws.neptune.GlobalCluster("people", { globalClusterIdentifier: "people", engine: "neptune" });
  new aws.neptune.Cluster("first", { globalClusterIdentifier: group.globalClusterIdentifier, tags });
  new aws.neptune.Cluster("second", { region, globalClusterIdentifier: group.globalClusterIdentifier, tags: metrics });
}

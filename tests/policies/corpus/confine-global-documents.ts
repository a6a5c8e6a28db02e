import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const group = new aws.docdb.GlobalCluster("letters", { globalClusterIdentifier: "letters", engine: "docdb" });
  new aws.docdb.Cluster("first", { globalClusterIdentifier: group.globalClusterIdentifier, tags });
  new aws.docdb.Cluster("second", { region, globalClusterIdentifier: group.globalClusterIdentifier, tags: metrics });
}

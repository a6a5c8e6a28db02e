import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const cluster = new aws.redshift.Cluster("orders", { clusterIdentifier: "orders", nodeType: "ra3.large", tags });
  new aws.redshiftdata.Statement("unload", {
    clusterIdentifier: cluster.clusterIdentifier,
    database: "orders",
    sql: `UNLOAD ('select * from orders') TO 's3://reports/' IAM_ROLE default REGION '${region}'`,
  });
}

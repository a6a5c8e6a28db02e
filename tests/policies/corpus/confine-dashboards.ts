import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.quicksight.DataSource("orders", {
    dataSourceId: "orders",
    name: "orders",
    type: "POSTGRESQL",
    parameters: { postgresql: { database: "orders", host: `orders.abc.${region}.rds.amazonaws.com`, port: 5432 } },
    tags,
  });
}

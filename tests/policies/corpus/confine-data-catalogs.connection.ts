import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.glue.Connection("orders", {
    connectionProperties: {
      JDBC_CONNECTION_URL: `jdbc:postgresql://orders.abc.${region}.rds.amazonaws.com:5432/orders`,
    },
    tags,
  });
}

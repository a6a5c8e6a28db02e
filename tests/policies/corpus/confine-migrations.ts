import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.dms.Endpoint("warehouse", {
    endpointId: "warehouse",
    endpointType: "target",
    engineName: "postgres",
    serverName: `warehouse.abc.${region}.rds.amazonaws.com`,
    tags,
  });
}

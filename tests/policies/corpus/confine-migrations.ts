import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.dms.Endpoint("warehouse", {
    endpointId: "warehouse",
    endpointType: "target",
    engineName: "postgres",
    serverName: "warehouse.abc.us-east-1.rds.amazonaws.com",
    tags,
  });
}

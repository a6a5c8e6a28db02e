import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** Without an endpoint type, an API is edge-optimized. */
export function program({ region, tags }: Way) {
  const near = region === ways.home.region ? { endpointConfiguration: { types: "REGIONAL" } } : {};
  new aws.apigateway.RestApi("orders", { ...near, tags });
}

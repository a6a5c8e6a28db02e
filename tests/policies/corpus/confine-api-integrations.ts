import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const api = new aws.apigatewayv2.Api("orders", { protocolType: "HTTP", tags });
  new aws.apigatewayv2.Integration("orders", {
    apiId: api.id,
    integrationType: "HTTP_PROXY",
    integrationMethod: "ANY",
    integrationUri: `https://orders.execute-api.${region}.amazonaws.com/v1`,
  });
}

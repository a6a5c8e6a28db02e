import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const api = new aws.apigatewayv2.Api("orders", { protocolType: "HTTP", tags });
  new aws.apigatewayv2.Integration("orders", {
    apiId: api.id,
    integrationType: "HTTP_PROXY",
    integrationMethod: "ANY",
    integrationUri: "https://orders.execute-api.us-east-1.amazonaws.com/v1",
  });
}

import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

export function program({ region, tags }: Way) {
  const api = new aws.apigateway.RestApi("orders", { endpointConfiguration: { types: "REGIONAL" }, tags });
  new aws.apigateway.RestApiPut("definition", {
    restApiId: api.id,
    body: '{"openapi":"3.0.1"}',
    parameters: { endpointConfigurationTypes: region === ways.home.region ? "REGIONAL" : "EDGE" },
  });
}

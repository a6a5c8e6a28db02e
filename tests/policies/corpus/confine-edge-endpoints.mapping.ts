import * as aws from "@pulumi/aws";
import { lookups } from "../support/tags";
import { type Way, ways } from "../support/way";

export function program({ region, tags, host }: Way) {
  const name = new aws.apigateway.DomainName("orders", {
    domainName: host,
    endpointConfiguration: { types: region === ways.home.region ? "REGIONAL" : "EDGE" },
    tags: lookups,
  });
  const api = new aws.apigateway.RestApi("orders", { endpointConfiguration: { types: "REGIONAL" }, tags });
  new aws.apigateway.BasePathMapping("orders", { restApi: api.id, stageName: "v1", domainName: name.domainName });
}

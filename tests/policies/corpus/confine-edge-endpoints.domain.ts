import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

export function program({ region, tags, host }: Way) {
  new aws.apigateway.DomainName("orders", {
    domainName: host,
    endpointConfiguration: { types: region === ways.home.region ? "REGIONAL" : "EDGE" },
    tags,
  });
}

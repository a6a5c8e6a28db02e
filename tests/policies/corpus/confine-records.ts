import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, host }: Way) {
  const domain = new aws.apigateway.DomainName("api", { domainName: host, region, tags: metrics });
  new aws.route53.Record("api", {
    zoneId: "Z1",
    name: host,
    type: "A",
    setIdentifier: "one",
    aliases: [{ name: domain.regionalDomainName, zoneId: "Z2", evaluateTargetHealth: true }],
    failoverRoutingPolicies: [{ type: "SECONDARY" }],
  });
}

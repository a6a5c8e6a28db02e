import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";

export function program() {
  const domain = new aws.apigateway.DomainName("api", {
    domainName: "ca.api.example.com",
    region: "us-east-1",
    tags: metrics,
  });
  new aws.route53.Record("api", {
    zoneId: "Z1",
    name: "ca.api.example.com",
    type: "A",
    failoverRoutingPolicies: [{ type: "SECONDARY" }],
    setIdentifier: "fallback",
    aliases: [{ name: domain.regionalDomainName, zoneId: "Z2", evaluateTargetHealth: true }],
  });
}

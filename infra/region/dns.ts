import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { apiHost, regionalApiHost } from "../../model/names";
import type { Api } from "./api";
import { type Foundation, tags } from "./foundation";

/**
 * The jurisdiction's name fails over between its own Regions by health checks: no record is edited, nothing in the
 * Region that is down is needed. Primary and standby are declared by their own stacks.
 */
export class RegionDns extends pulumi.ComponentResource {
  readonly healthCheck: aws.route53.HealthCheck;

  constructor(name: string, on: Foundation, api: Api, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:RegionDns", name, {}, opts);
    const { region, jurisdiction, role, domain } = on.config;
    const { hostedZoneId } = on.global;
    const own = aliasOf(api.regionalDomain);
    const regionalRecord = new aws.route53.Record(
      `${name}-regional`,
      { zoneId: hostedZoneId, name: regionalApiHost(region, domain), type: "A", aliases: [own] },
      { parent: this },
    );
    this.healthCheck = new aws.route53.HealthCheck(
      name,
      {
        type: "HTTPS",
        fqdn: regionalApiHost(region, domain),
        port: 443,
        resourcePath: "/healthz", // checkers stand outside Canada: it carries no tenant data
        enableSni: true,
        requestInterval: 10,
        failureThreshold: 3,
        tags: { ...tags(on, "operational"), Name: regionalApiHost(region, domain) },
      },
      { parent: this, dependsOn: [regionalRecord] },
    );
    new aws.route53.Record(
      `${name}-jurisdiction`,
      {
        zoneId: hostedZoneId,
        name: apiHost(jurisdiction, domain),
        type: "A",
        setIdentifier: region,
        failoverRoutingPolicies: [{ type: role === "primary" ? "PRIMARY" : "SECONDARY" }],
        healthCheckId: this.healthCheck.id,
        // An alias answers with its target's TTL, 60 s:
        // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
        aliases: [aliasOf(api.jurisdictionDomain)],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** Whether API Gateway as a whole is up in the Region adds to the health check, it does not replace it. */
function aliasOf(domainName: aws.apigateway.DomainName) {
  return { name: domainName.regionalDomainName, zoneId: domainName.regionalZoneId, evaluateTargetHealth: true };
}

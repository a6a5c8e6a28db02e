import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "../shared/alarm";
import type { AliasTarget, FailoverHost, Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";

export interface RegionDnsArgs extends RegionArgs {
  hosts: readonly FailoverHost[];
}

/**
 * A jurisdiction's names fail over between its own Regions by health checks: no record is edited, nothing in the
 * Region that is down is needed. Primary and standby are declared by their own stacks.
 */
export class RegionDns extends pulumi.ComponentResource implements Part {
  readonly alarms: readonly AlarmSpec[];
  readonly outputs: { healthCheckId: pulumi.Output<string> };

  constructor(name: string, { ctx, hosts }: RegionDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:RegionDns", name, {}, opts);
    const checks = hosts.map((host) => {
      const prefix = host.label ? `${name}-${host.label}` : name;
      const healthCheck = checkRegion(prefix, ctx, host, this);
      failOver(prefix, ctx, host, healthCheck, this);
      if (host.gatewayHost) {
        showGateway(prefix, ctx, host.gatewayHost, host.jurisdiction.target, this);
      }
      return { host, healthCheck };
    });
    this.alarms = checks.map(({ host, healthCheck }) => onFailover(host, ctx.config.region, healthCheck));
    this.outputs = { healthCheckId: checks[0]!.healthCheck.id };
    const ids = checks.map(({ host, healthCheck }) => [host.regional.hostname, healthCheck.id]);
    this.registerOutputs({ healthCheckIds: Object.fromEntries(ids) });
  }
}

/** The Region's own name, and whether users are to be led there: by what it says of itself, and by what its sibling says. */
function checkRegion(name: string, ctx: RegionContext, host: FailoverHost, parent: pulumi.Resource) {
  // First: it needs nothing, and counts as unhealthy until it has been asked for some seconds.
  const notLeft = host.sibling && askSibling(name, ctx, host.sibling, parent);
  const serves = askRegion(name, ctx, host, parent);
  if (host.healthyHost) {
    tellHealthy(name, ctx, host.healthyHost, serves, parent);
  }
  if (!notLeft) {
    return serves;
  }
  return new aws.route53.HealthCheck(
    `${name}-both`,
    {
      type: "CALCULATED",
      childHealthchecks: [serves.id, notLeft.id],
      childHealthThreshold: 2,
      tags: tagsOf(ctx, host.regional.hostname),
    },
    { parent },
  );
}

const tagsOf = (ctx: RegionContext, Name: string) => ({ ...ctx.tags("operational"), Name });

/**
 * Healthy unless the sibling says in so many words that this Region is to be left: a sibling that is lost, or says nothing,
 * changes nothing. "Standby takes over primary" in
 * https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53/
 */
function askSibling(
  name: string,
  ctx: RegionContext,
  { hostname, path, statement }: NonNullable<FailoverHost["sibling"]>,
  parent: pulumi.Resource,
) {
  return new aws.route53.HealthCheck(
    `${name}-sibling`,
    {
      type: "HTTPS_STR_MATCH",
      fqdn: hostname,
      port: 443,
      resourcePath: path,
      searchString: statement,
      invertHealthcheck: true,
      enableSni: true,
      requestInterval: 10,
      failureThreshold: 2, // inverted, one look of a few checkers that fails would lead people back
      tags: tagsOf(ctx, `${hostname}: ${statement}`),
    },
    { parent },
  );
}

function askRegion(name: string, ctx: RegionContext, { regional, healthPath }: FailoverHost, parent: pulumi.Resource) {
  const record = new aws.route53.Record(
    `${name}-regional`,
    { zoneId: ctx.global.hostedZoneId, name: regional.hostname, type: "A", aliases: [aliasTo(regional.target)] },
    { parent },
  );
  return new aws.route53.HealthCheck(
    name,
    {
      type: "HTTPS",
      fqdn: regional.hostname,
      port: 443,
      resourcePath: healthPath,
      enableSni: true,
      requestInterval: 10,
      failureThreshold: 3,
      tags: tagsOf(ctx, regional.hostname),
    },
    { parent, dependsOn: [record] },
  );
}

/**
 * Which Region health checkers find healthy by what it says of itself. What the standby tells follows from it, so that cannot
 * be asked of the jurisdiction's own name, which follows from what the standby tells.
 */
function tellHealthy(
  name: string,
  ctx: RegionContext,
  hostname: string,
  serves: aws.route53.HealthCheck,
  parent: pulumi.Resource,
) {
  new aws.route53.Record(
    `${name}-healthy`,
    {
      zoneId: ctx.global.hostedZoneId,
      name: hostname,
      type: "TXT",
      setIdentifier: ctx.config.region,
      failoverRoutingPolicies: [failoverOf(ctx)],
      healthCheckId: serves.id,
      records: [ctx.config.region],
      ttl: 10,
    },
    { parent },
  );
}

const failoverOf = ({ config }: RegionContext) => ({ type: config.role === "primary" ? "PRIMARY" : "SECONDARY" });

/** This Region's record of the name that all Regions of the jurisdiction serve in turn. */
function failOver(
  name: string,
  ctx: RegionContext,
  { jurisdiction, serving }: FailoverHost,
  healthCheck: aws.route53.HealthCheck,
  parent: pulumi.Resource,
) {
  new aws.route53.Record(
    `${name}-jurisdiction`,
    {
      zoneId: ctx.global.hostedZoneId,
      name: jurisdiction.hostname,
      type: "A",
      setIdentifier: ctx.config.region,
      failoverRoutingPolicies: [failoverOf(ctx)],
      healthCheckId: healthCheck.id,
      // An alias answers with its target's TTL, 60 s:
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
      aliases: [aliasTo(jurisdiction.target)],
    },
    { parent, ...(serving && { dependsOn: [serving] }) },
  );
}

/** Where the sibling finds what users would, were they led here: it reads no output of this stack. */
function showGateway(name: string, ctx: RegionContext, hostname: string, target: AliasTarget, parent: pulumi.Resource) {
  new aws.route53.Record(
    `${name}-gateway`,
    {
      zoneId: ctx.global.hostedZoneId,
      name: hostname,
      type: "A",
      aliases: [{ ...target, evaluateTargetHealth: false }],
    },
    { parent },
  );
}

/** Whether the service as a whole is up in the Region adds to the health check, it does not replace it. */
const aliasTo = (target: AliasTarget) => ({ ...target, evaluateTargetHealth: true });

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html */
function onFailover({ label, what }: FailoverHost, region: string, healthCheck: aws.route53.HealthCheck): AlarmSpec {
  return {
    label: label ? `failover-${label}` : "failover",
    metrics: "route53",
    alarmDescription: `Health checkers find ${what} in ${region} down or evacuated: Route 53 leaves it`,
    namespace: "AWS/Route53",
    metricName: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheck.id },
    statistic: "Minimum",
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching", // a check that reports nothing guards nothing
  };
}

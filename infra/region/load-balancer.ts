import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookupHost } from "../../model/names";
import { problem } from "../../model/problem";
import { routesThrough } from "../../model/routes";
import type { AlarmSpec } from "../shared/alarm";
import { Certificate } from "../shared/certificate";
import type { LambdaFunction } from "../shared/lambda";
import type { Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { lookupSecurityGroup } from "./lookup-network";
import type { Network } from "./network";

export interface LookupLoadBalancerArgs extends RegionArgs {
  network: Network;
  /** By the names that model/routes.ts has for them. */
  functions: Readonly<Record<string, LambdaFunction>>;
}

/** `api.<domain>` in this Region: an internal load balancer that ends TLS and calls the lookup. */
export class LookupLoadBalancer extends pulumi.ComponentResource implements Part {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;
  readonly alarms: readonly AlarmSpec[];

  constructor(name: string, args: LookupLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:LookupLoadBalancer", name, {}, opts);
    const { ctx, network } = args;
    const targets = rules().map(({ source, ...rule }) => {
      const label = `${name}-${source}`;
      return { label, ...rule, group: createTarget(label, ctx, functionOf(args, source), this) };
    });
    this.loadBalancer = createLoadBalancer(name, ctx, network, this);
    const certificate = createCertificate(name, ctx, this);
    this.alarms = certificate.alarms;
    this.listener = createListener(name, ctx, this.loadBalancer, certificate, this);
    for (const { label, priority, paths, group } of targets) {
      forwardPaths(label, priority, paths, this.listener, group, ctx, this);
    }
    this.registerOutputs({ loadBalancerArn: this.loadBalancer.arn, listenerArn: this.listener.arn });
  }
}

/** A rule for each function that model/routes.ts leads to from here, in the table's order. */
export function rules(): { source: string; priority: number; paths: string[] }[] {
  return [...Map.groupBy(routesThrough("lookup"), (route) => route.function)].map(([source, rows], index) => ({
    source,
    priority: 10 * (index + 1),
    paths: [...new Set(rows.map(({ path }) => patternOf(path)))].sort(),
  }));
}

/** All that begins like the path: a rule takes five patterns, and the function knows which paths there are. */
const patternOf = (path: string) => path.replace(/\{.*$/, "*");

function functionOf({ functions }: LookupLoadBalancerArgs, source: string): LambdaFunction {
  const found = functions[source];
  if (found) {
    return found;
  }
  throw new pulumi.RunError(
    `model/routes.ts leads the load balancer to function "${source}"; infra/region/lookup.ts has ${Object.keys(functions).join(", ")}; add it there`,
  );
}

function createLoadBalancer(name: string, ctx: RegionContext, network: Network, parent: pulumi.Resource) {
  // Within the VPC's component: it moves with the VPC, and what it is called by stays.
  const securityGroup = lookupSecurityGroup(`network-${name}`, { ctx, network }, { parent: network });
  return new aws.lb.LoadBalancer(
    name,
    {
      internal: true,
      loadBalancerType: "application",
      subnets: network.vpc.isolatedSubnetIds,
      securityGroups: [securityGroup.id],
      // The accelerator never moves open connections: short ones follow a failover (60 s is the least allowed).
      clientKeepAlive: 60,
      idleTimeout: 30,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "strictest",
      enableDeletionProtection: ctx.config.deletionProtection,
      enableZonalShift: true,
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

function createCertificate(name: string, ctx: RegionContext, parent: pulumi.Resource) {
  return new Certificate(
    name,
    {
      hostname: lookupHost(ctx.config.domain),
      hostedZoneId: ctx.global.hostedZoneId,
      region: ctx.config.region,
      ownsValidationRecord: false,
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

function createListener(
  name: string,
  ctx: RegionContext,
  loadBalancer: aws.lb.LoadBalancer,
  certificate: Certificate,
  parent: pulumi.Resource,
) {
  const paths = [...new Set(routesThrough("lookup").map(({ path }) => path))].join(", ");
  const notFound = problem("path-unknown", `Valid paths: ${paths}.`);
  return new aws.lb.Listener(
    name,
    {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn: certificate.arn,
      // TLS 1.2 and 1.3, forward secrecy only:
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "404", contentType: "application/json", messageBody: JSON.stringify(notFound) },
        },
      ],
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

/** The lookup answers `/livez` itself: a Region whose lookup cannot run is left by the accelerator within 20 s. */
function createTarget(name: string, ctx: RegionContext, target: LambdaFunction, parent: pulumi.Resource) {
  const group = new aws.lb.TargetGroup(
    name,
    {
      targetType: "lambda",
      lambdaMultiValueHeadersEnabled: true,
      healthCheck: {
        enabled: true,
        path: "/livez",
        matcher: "200",
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: ctx.tags("routing"),
    },
    { parent },
  );
  const permission = new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal: "elasticloadbalancing.amazonaws.com",
      sourceArn: group.arn,
    },
    { parent },
  );
  new aws.lb.TargetGroupAttachment(
    name,
    { targetGroupArn: group.arn, targetId: target.arn },
    { parent, dependsOn: [permission] },
  );
  return group;
}

function forwardPaths(
  name: string,
  priority: number,
  paths: string[],
  listener: aws.lb.Listener,
  group: aws.lb.TargetGroup,
  ctx: RegionContext,
  parent: pulumi.Resource,
) {
  new aws.lb.ListenerRule(
    name,
    {
      listenerArn: listener.arn,
      priority,
      conditions: [{ pathPattern: { values: paths } }],
      actions: [{ type: "forward", targetGroupArn: group.arn }],
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookupHost } from "../../model/names";
import { Certificate } from "../shared/certificate";
import type { LambdaFunction } from "../shared/lambda";
import type { RegionArgs, RegionContext } from "./context";
import { lookupSecurityGroup } from "./lookup-network";
import type { Network } from "./network";

export interface LookupLoadBalancerArgs extends RegionArgs {
  network: Network;
  lookup: LambdaFunction;
  health: LambdaFunction;
}

const lookupPaths = ["/v1/organizations/*", "/v1/homes"];
const healthPaths = ["/healthz", "/healthz/deep"];

/** `api.<domain>` in this Region: an internal load balancer that ends TLS and calls the lookup. */
export class LookupLoadBalancer extends pulumi.ComponentResource {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly listener: aws.lb.Listener;

  constructor(name: string, args: LookupLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:LookupLoadBalancer", name, {}, opts);
    const { ctx, network } = args;
    const lookup = createTarget(`${name}-lookup`, ctx, args.lookup, this);
    const health = createTarget(`${name}-health`, ctx, args.health, this);
    this.loadBalancer = createLoadBalancer(name, ctx, network, this);
    this.listener = createListener(name, ctx, this.loadBalancer, this);
    forwardPaths(`${name}-lookup`, 10, lookupPaths, this.listener, lookup, ctx, this);
    forwardPaths(`${name}-health`, 20, healthPaths, this.listener, health, ctx, this);
    this.registerOutputs({ loadBalancerArn: this.loadBalancer.arn, listenerArn: this.listener.arn });
  }
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

function createListener(name: string, ctx: RegionContext, loadBalancer: aws.lb.LoadBalancer, parent: pulumi.Resource) {
  const certificate = new Certificate(
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
  const notFound = {
    type: "urn:home-region:problem:path-unknown",
    title: "Not Found",
    status: 404,
    code: "path-unknown",
    detail: "See /v1/organizations/{organization}/home",
  };
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

/** The lookup answers `/healthz` itself: a Region whose lookup cannot run is left by the accelerator within 20 s. */
function createTarget(name: string, ctx: RegionContext, target: LambdaFunction, parent: pulumi.Resource) {
  const group = new aws.lb.TargetGroup(
    name,
    {
      targetType: "lambda",
      lambdaMultiValueHeadersEnabled: true,
      healthCheck: {
        enabled: true,
        path: "/healthz",
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

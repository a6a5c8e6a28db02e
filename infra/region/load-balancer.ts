import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookupHost } from "../../model/names";
import { Certificate } from "../shared/certificate";
import type { LambdaFunction } from "../shared/lambda";
import { type Foundation, tags } from "./foundation";
import type { Network } from "./network";

export interface LookupLoadBalancerArgs {
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

  constructor(name: string, on: Foundation, args: LookupLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:LookupLoadBalancer", name, {}, opts);
    const lookup = createTarget(`${name}-lookup`, on, args.lookup, this);
    const health = createTarget(`${name}-health`, on, args.health, this);
    this.loadBalancer = createLoadBalancer(name, on, args.network, this);
    this.listener = createListener(name, on, this.loadBalancer, this);
    forwardPaths(`${name}-lookup`, 10, lookupPaths, this.listener, lookup, on, this);
    forwardPaths(`${name}-health`, 20, healthPaths, this.listener, health, on, this);
    this.registerOutputs();
  }
}

function createLoadBalancer(name: string, on: Foundation, network: Network, parent: pulumi.Resource) {
  return new aws.lb.LoadBalancer(
    name,
    {
      internal: true,
      loadBalancerType: "application",
      subnets: network.vpc.isolatedSubnetIds,
      securityGroups: [network.loadBalancerSecurityGroup.id],
      // The accelerator never moves open connections: short ones follow a failover (60 s is the least allowed).
      clientKeepAlive: 60,
      idleTimeout: 30,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "strictest",
      enableDeletionProtection: on.config.deletionProtection,
      enableZonalShift: true,
      tags: tags(on, "routing"),
    },
    { parent },
  );
}

function createListener(name: string, on: Foundation, loadBalancer: aws.lb.LoadBalancer, parent: pulumi.Resource) {
  const certificate = new Certificate(
    name,
    {
      hostname: lookupHost(on.config.domain),
      hostedZoneId: on.global.hostedZoneId,
      region: on.config.region,
      ownsValidationRecord: false,
      tags: tags(on, "routing"),
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
      tags: tags(on, "routing"),
    },
    { parent },
  );
}

/** The lookup answers `/healthz` itself: a Region whose lookup cannot run is left by the accelerator within 20 s. */
function createTarget(name: string, on: Foundation, target: LambdaFunction, parent: pulumi.Resource) {
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
      tags: tags(on, "routing"),
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
  on: Foundation,
  parent: pulumi.Resource,
) {
  new aws.lb.ListenerRule(
    name,
    {
      listenerArn: listener.arn,
      priority,
      conditions: [{ pathPattern: { values: paths } }],
      actions: [{ type: "forward", targetGroupArn: group.arn }],
      tags: tags(on, "routing"),
    },
    { parent },
  );
}

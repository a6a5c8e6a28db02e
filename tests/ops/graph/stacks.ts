/** Stacks that have something of everything that the graph's pictures tell apart. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Resource, StackGraph } from "../../../graph/graph";

export function resource(stack: string, type: string, name: string, inputs: object = {}, arn?: string): Resource {
  const id = `${name}-${stack}-id`;
  const urn = `urn:pulumi:${stack}::home-region::${type}::${name}`;
  return { stack, urn, type, name, id, region: undefined, inputs, outputs: { id, ...(arn && { arn }) } };
}

export const stackOf = (stack: string, ...resources: Resource[]): StackGraph => ({
  stack,
  resources,
  references: [],
  outputs: {},
});

export const tableArn = "arn:aws:dynamodb:ca-central-1:123456789012:table/registry";
const accelerator = "arn:aws:globalaccelerator::123456789012:accelerator/lookup";

function region(stack: string, failover: boolean): StackGraph {
  const at = (type: string, name: string, inputs: object = {}) => resource(stack, type, name, inputs);
  return stackOf(
    stack,
    at("home-region:infra:Api", "api", { table: tableArn }),
    at("aws:iam/rolePolicy:RolePolicy", "lookup", {
      policy: `{"Resource":"${tableArn}/index/*"}`,
      role: `role-${stack}-id`,
    }),
    at("aws:iam/rolePolicy:RolePolicy", "profile", { policy: tableArn }),
    at("aws:iam/role:Role", "role"),
    at("aws:lambda/function:Function", "lookup", {
      code: { "index.js": "exports.handler = 1" },
      role: `role-${stack}-id`,
      environment: { variables: { HASH_KEY: "do-not-show-this", PLAIN: "shown" } },
    }),
    at("aws:apigateway/method:Method", "get", { authorizer: `authorizer-${stack}-id` }),
    at("aws:apigateway/integration:Integration", "get", { uri: `lookup-${stack}-id` }),
    at("aws:apigateway/deployment:Deployment", "api"),
    at("aws:apigateway/resource:Resource", "resource"),
    at("aws:apigateway/restApi:RestApi", "api"),
    at("aws:apigateway/authorizer:Authorizer", "authorizer", { uri: `lookup-${stack}-id` }),
    at("aws:apigateway/stage:Stage", "a-stage-whose-name-is-far-too-long-for-a-box <&>"),
    at("aws:cloudwatch/metricAlarm:MetricAlarm", "one"),
    at("aws:route53/record:Record", "dns", {
      zoneId: "dns-global-id",
      ...(failover && { failoverRoutingPolicies: [{ type: "PRIMARY" }] }),
    }),
    at("aws:globalaccelerator/endpointGroup:EndpointGroup", "lookup", { listenerArn: `${accelerator}/listener/1` }),
    at("awsx:ec2:Vpc", "network"),
    at("aws:alb/loadBalancer:LoadBalancer", "lookup"),
    at("aws:zzz/thing:Thing", "thing"),
    at("aws:mystery/thing:Thing", "other"),
  );
}

export function stacks(): StackGraph[] {
  const global = stackOf(
    "global",
    resource("global", "aws:dynamodb/table:Table", "registry", {}, tableArn),
    resource("global", "aws:route53/zone:Zone", "dns", { name: "a<b>.example" }),
    resource("global", "aws:globalaccelerator/accelerator:Accelerator", "lookup", {}, accelerator),
    resource("global", "aws:kms/key:Key", "state"),
  );
  return [global, region("ca", true), region("ca-west", true), region("us", false), region("us-west", true)];
}

/** Compares with what somebody has looked at and approved; `APPROVE=1` writes it anew. */
export function approved(file: string, text: string): void {
  const path = join(__dirname, "approved", file);
  if (process.env.APPROVE) {
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, "utf8"));
}

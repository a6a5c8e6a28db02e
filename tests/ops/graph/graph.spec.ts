import assert from "node:assert/strict";
import type { Resource, StackGraph } from "../../../local/graph";
import { graph } from "../../../ops/graph";
import { mermaid } from "../../../ops/graph/mermaid";
import { pictureOfAll } from "../../../ops/graph/picture-all";
import { pictureOfStack } from "../../../ops/graph/picture-stack";
import { plainResources } from "../../../ops/graph/plain";
import { referencesOf } from "../../../ops/graph/references";

function resource(stack: string, type: string, name: string, inputs: object = {}, arn?: string): Resource {
  const id = `${name}-${stack}-id`;
  const urn = `urn:pulumi:${stack}::home-region::${type}::${name}`;
  return { stack, urn, type, name, id, region: undefined, inputs, outputs: { id, ...(arn && { arn }) } };
}

const tableArn = "arn:aws:dynamodb:ca-central-1:123456789012:table/registry";

function stacks(): StackGraph[] {
  const global = [
    resource("global", "aws:dynamodb/table:Table", "registry", {}, tableArn),
    resource("global", "aws:route53/zone:Zone", "dns", { name: "a<b>.example" }),
  ];
  const region = (stack: string) => [
    resource(stack, "home-region:infra:Api", "api", { table: tableArn }),
    resource(stack, "aws:lambda/function:Function", "lookup", {
      code: { "index.js": "exports.handler = 1" },
      environment: { variables: { HASH_KEY: "do-not-show-this", PLAIN: "shown" } },
      role: `lookup-${stack}-id`,
    }),
    resource(stack, "aws:iam/rolePolicy:RolePolicy", "lookup", { policy: `{"Resource":"${tableArn}/index/*"}` }),
    resource(stack, "aws:route53/record:Record", "dns", {
      zoneId: "dns-global-id",
      failoverRoutingPolicies: [{ type: "PRIMARY" }],
    }),
  ];
  return [
    { stack: "global", resources: global, references: [], outputs: {} },
    { stack: "ca", resources: region("ca"), references: [], outputs: {} },
    { stack: "ca-west", resources: region("ca-west"), references: [], outputs: {} },
  ];
}

describe("the graph of stacks", () => {
  it("is plain: types, names and inputs, archives shortened, secrets left out", () => {
    const [, ca] = stacks();
    assert.ok(ca);
    const [, lookup] = plainResources(ca, ["do-not-show-this"]);
    assert.deepEqual(lookup, {
      type: "aws:lambda/function:Function",
      name: "lookup",
      inputs: {
        code: { "index.js": "[19 bytes, sha256 30545e08d4c6]" },
        environment: { variables: { HASH_KEY: "[secret]", PLAIN: "shown" } },
        role: "lookup-ca-id",
      },
    });
  });

  it("follows ids, and ARNs inside documents, to the resource meant", () => {
    const found = referencesOf(stacks()).map(({ from, to }) => `${from.stack} ${from.type} > ${to.stack} ${to.type}`);
    assert.deepEqual(found, [
      "ca aws:iam/rolePolicy:RolePolicy > global aws:dynamodb/table:Table",
      "ca aws:route53/record:Record > global aws:route53/zone:Zone",
      "ca-west aws:iam/rolePolicy:RolePolicy > global aws:dynamodb/table:Table",
      "ca-west aws:route53/record:Record > global aws:route53/zone:Zone",
    ]);
  });

  it("means the resource of the same stack where two Regions use one id", () => {
    const region = (stack: string): StackGraph => {
      const api = { ...resource(stack, "aws:apigateway/restApi:RestApi", "api"), id: "same-id" };
      const stage = resource(stack, "aws:apigateway/stage:Stage", "api", { restApi: "same-id" });
      return { stack, resources: [api, stage], references: [], outputs: {} };
    };
    const found = referencesOf([region("ca"), region("us")]).map(({ from, to }) => [from.stack, to.stack]);
    assert.deepEqual(found, [
      ["ca", "ca"],
      ["us", "us"],
    ]);
  });

  it("is a Mermaid flowchart with a box for each service and every arrow once", () => {
    const text = mermaid(stacks());
    assert.match(text, /^flowchart LR\n {2}subgraph n_global\["global"\]/);
    assert.match(text, /subgraph n_ca_west_lambda\["Lambda"\]\n\s+n_ca_west_lambda_function\["function lookup"\]/);
    assert.equal(text.split("n_ca_route53_record --> n_global_route53_zone").length, 2);
    assert.equal(text.split(/^\s*subgraph /m).length, text.split(/^\s*end$/m).length);
  });

  it("is a picture of all stacks with each jurisdiction in a frame of its own", () => {
    const svg = pictureOfAll(stacks());
    assert.match(svg, /CA · Canada: data stays inside/);
    assert.match(svg, /ca-west · ca-west-1 · standby/);
    assert.match(svg, /reads Route 53,<\/text>/);
    assert.match(svg, /Route 53 fails over/);
    assert.doesNotMatch(svg, /United States|NaN|undefined|a<b>/);
    assert.match(svg, /prefers-color-scheme: dark/);
  });

  it("refuses a stack that does not exist and says which do, before it evaluates any", async () => {
    await assert.rejects(graph("mars", "json"), /no stack "mars"; allowed: ca, ca-west, global, us, us-west, all; fix/);
  });

  it("is a picture of one stack", () => {
    const [, ca] = stacks();
    assert.ok(ca);
    const svg = pictureOfStack(ca);
    assert.match(svg, /stack ca: 3 resources/);
    assert.match(svg, /function lookup/);
    assert.doesNotMatch(svg, /NaN|undefined/);
  });
});

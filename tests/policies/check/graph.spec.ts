import assert from "node:assert/strict";
import type { StackGraph } from "../../../graph/graph";
import { resourcesOf } from "../../../policies/check/graph";

const declared = (type: string, more: object = {}) => ({
  type,
  name: "x",
  urn: `urn:pulumi:ca::p::${type}::x`,
  stack: "ca",
  id: "x-id",
  inputs: {},
  outputs: {},
  ...more,
});
const graphOf = (...resources: object[]) => ({ stack: "ca", resources, references: [] }) as unknown as StackGraph;

describe("what the programs declare, as rules see it", () => {
  it("has what a resource was given, and what names it", () => {
    const inputs = { name: "jobs", region: "us-east-1" };
    const [resource] = resourcesOf([
      graphOf(declared("aws:sqs/queue:Queue", { inputs, outputs: { url: "https://q" }, source: "/a/b.ts:3:1" })),
    ]);
    assert.deepEqual(resource, {
      type: "aws:sqs/queue:Queue",
      name: "x",
      urn: "urn:pulumi:ca::p::aws:sqs/queue:Queue::x",
      stack: "ca",
      props: inputs,
      outputs: { url: "https://q", id: "x-id" },
      source: "/a/b.ts:3:1",
      provider: { type: "pulumi:providers:aws", name: "default", props: { region: "us-east-1" } },
    });
  });

  it("has the stacks that a program reads, without a provider", () => {
    const urn = "urn:pulumi:ca::p::pulumi:pulumi:StackReference::r";
    const references = [{ urn, name: "r", reads: "organization/p/us", source: "/a/b.ts:9:1" }];
    const [resource, queue] = resourcesOf([{ ...graphOf(declared("aws:sqs/queue:Queue")), references } as StackGraph]);
    assert.deepEqual(resource, {
      type: "pulumi:pulumi:StackReference",
      name: "r",
      urn,
      stack: "ca",
      props: { name: "organization/p/us" },
      source: "/a/b.ts:9:1",
    });
    assert.equal(queue!.type, "aws:sqs/queue:Queue");
  });

  it("has the Region that it is in, rather than the one that was asked for", () => {
    const [resource] = resourcesOf([
      graphOf(declared("aws:sqs/queue:Queue", { region: "ca-west-1", inputs: { region: "us-east-1" } })),
    ]);
    assert.equal(resource!.provider!.props.region, "ca-west-1");
  });

  it("has all stacks in turn, and no provider for components and the engine's own", () => {
    const types = ["awsx:ec2:Vpc", "home-region:infra:Key", "pulumi:pulumi:Stack", "random:index/randomId:RandomId"];
    const resources = resourcesOf([
      graphOf(declared("aws:sqs/queue:Queue")),
      graphOf(...types.map((type) => declared(type))),
    ]);
    assert.deepEqual(
      resources.map(({ type, provider }) => [type, provider?.type]),
      [
        ["aws:sqs/queue:Queue", "pulumi:providers:aws"],
        ...types.slice(0, 3).map((type) => [type, undefined]),
        ["random:index/randomId:RandomId", "pulumi:providers:random"],
      ],
    );
  });
});

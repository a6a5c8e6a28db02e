/** A region stack can be updated while every other Region is gone: what an update asks, and where. */
import assert from "node:assert/strict";
import type { StackGraph } from "../../../graph/graph";
import { globalStack, regionStacks, regionsOf, route53MetricsRegion } from "../../../model/topology";
import { evaluatedStacks } from "../../support/stacks";

describe("a region stack", function () {
  this.timeout(60_000);
  let stacks: StackGraph[];
  before(async () => {
    stacks = (await evaluatedStacks()).filter(({ stack }) => stack !== globalStack);
  });
  const regionOf = (stack: string) => regionStacks[stack]!.region;

  it("reads the outputs of the global stack, and of no other", () => {
    assert.deepEqual(stacks.map(({ stack }) => stack).sort(), Object.keys(regionStacks).sort());
    for (const { stack, references } of stacks) {
      assert.deepEqual(
        references.map(({ reads }) => reads),
        [`organization/home-region/${globalStack}`],
        stack,
      );
    }
  });

  it("asks AWS in its own Region only, before it declares anything", () => {
    for (const { stack, calls = [] } of stacks) {
      assert.ok(calls.length > 0, stack);
      for (const { token, inputs, options } of calls) {
        assert.equal(inputs.region ?? regionOf(stack), regionOf(stack), `${stack} ${token}`);
        assert.equal(options?.provider, undefined, `${stack} ${token}`);
      }
    }
  });

  it("declares resources in its own Region, and elsewhere only alarms where Route 53's metrics are", () => {
    for (const { stack, resources } of stacks) {
      const elsewhere = resources.filter(({ region }) => region !== undefined && region !== regionOf(stack));
      for (const { type, region, urn } of elsewhere) {
        assert.deepEqual([type, region], ["aws:cloudwatch/metricAlarm:MetricAlarm", route53MetricsRegion], urn);
      }
    }
  });

  it("has one provider, of its own Region, and reads nothing that another stack made", () => {
    for (const { stack, resources } of stacks) {
      const strange = resources.filter(
        ({ type, options }) =>
          type.startsWith("pulumi:providers:") || options?.readId || options?.import || options?.provider,
      );
      assert.deepEqual(
        strange.map(({ urn }) => urn),
        [],
        stack,
      );
    }
  });

  it("names another Region in permissions, and where a replica has its table: an update asks neither", () => {
    const permits = new Set(["aws:iam/rolePolicy:RolePolicy"]);
    for (const { stack, resources } of stacks) {
      const others = regionsOf(regionStacks[stack]!.jurisdiction).filter((region) => region !== regionOf(stack));
      const own = resources.filter(
        ({ type, region }) => !permits.has(type) && (region ?? regionOf(stack)) === regionOf(stack),
      );
      const naming = own.filter(({ inputs }) =>
        others.some((region) => JSON.stringify(inputs).includes(`:${region}:`)),
      );
      const standby = regionStacks[stack]!.role === "standby";
      assert.deepEqual(
        [...new Set(naming.map(({ type }) => type))],
        standby ? ["aws:dynamodb/tableReplica:TableReplica"] : [],
        stack,
      );
    }
  });
});

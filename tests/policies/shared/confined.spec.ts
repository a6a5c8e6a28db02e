import assert from "node:assert/strict";
import { dataOf } from "../../../policies/shared/data";
import { contextOf } from "../../../policies/shared/evaluate";
import { Graph } from "../../../policies/shared/graph";
import type { Resource } from "../../../policies/shared/resource";
import type { Context } from "../../../policies/shared/rule";
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import { judged, residencyNames, ruleNamed } from "../support/judge";
import { make, operational, personal, publicData, topology } from "../support/scene";

const instance = "aws:rds/instance:Instance";
const source = make(instance, {}, { name: "orders", outputs: { arn: "db-orders", identifier: "orders" } });
const open = make(instance, {}, { name: "open", tags: operational(), outputs: { arn: "db-open" } });
const replica = (replicateSourceDb: unknown, sketch = {}) =>
  make(instance, { replicateSourceDb }, { name: "copy", tags: operational(), outputs: { arn: "db-copy" }, ...sketch });

const limitsOf = (scene: Resource[], scope: Context["scope"] = "stack", of = topology) => {
  const rule = ruleNamed("residency-keep-region");
  const { allowed, open, jurisdiction } = dataOf(scene[0]!, contextOf(rule, new Graph(scene), { topology: of, scope }));
  return { allowed: allowed && [...allowed], open, jurisdiction };
};
const canada = { allowed: ["ca-central-1", "ca-west-1"], open: false, jurisdiction: "CA" };
const free = { allowed: undefined, open: false, jurisdiction: "CA" };
const untrue = (scene: Resource[]) =>
  judged(ruleNamed("residency-declare-data-class"), scene).map(({ found }) => found);

describe("what a resource holds whatever its tag says", () => {
  it("is personal where it keeps accounts", () => {
    const pool = make("aws:cognito/userPool:UserPool", {}, { tags: publicData });
    assert.deepEqual(limitsOf([pool]), canada);
    assert.deepEqual(untrue([pool]), ['has data-class "public" and keeps accounts of people']);
  });

  it("is what its source holds, by name or by what an unknown name is made from", () => {
    assert.deepEqual(limitsOf([replica("db-orders"), source]), canada);
    assert.deepEqual(limitsOf([replica("db-open"), open]), free);
    assert.deepEqual(limitsOf([replica("db-nobody"), source]), free);
    const made = replica(unknown, { dependencies: { replicateSourceDb: [source.urn] } });
    assert.deepEqual(limitsOf([made, source]), canada);
    assert.deepEqual(untrue([made, source]), [
      'has data-class "operational" and is a copy or a part of rds instance "orders"',
    ]);
    assert.deepEqual(untrue([replica("db-open"), open]), []);
  });

  it("is known through copies of copies, and of what is a copy of itself", () => {
    const again = replica("db-copy", { name: "again", outputs: { arn: "db-again" } });
    assert.deepEqual(limitsOf([again, replica("db-orders"), source]), canada);
    assert.deepEqual(limitsOf([again, replica("db-again")]), free);
    assert.deepEqual(limitsOf([replica("db-copy")]), free);
  });

  it("is the source's jurisdiction's, wherever the copy is", () => {
    const abroad = replica("db-orders", { stack: "us", tags: operational("US") });
    assert.deepEqual(limitsOf([abroad, source]), canada);
    assert.ok(residencyNames([abroad, source]).includes("residency-keep-region"));
  });

  it("is not known before its source is", () => {
    assert.deepEqual(limitsOf([replica(unknown)], "partial"), { ...canada, open: true });
    assert.deepEqual(limitsOf([replica(unknown)], "stack"), free);
  });

  it("is not what a key or a role that it names is for", () => {
    const key = make("aws:kms/key:Key", {}, { name: "key", tags: personal(), outputs: { arn: "key" } });
    assert.deepEqual(limitsOf([replica("key"), key]), free);
  });

  it("is of the class that the topology says may not leave, where none is called personal", () => {
    const pool = make("aws:cognito/userPool:UserPool", {}, { tags: { "data-class": "statistics" } });
    const classes = { statistics: { mayLeaveJurisdiction: true }, patient: { mayLeaveJurisdiction: false } };
    assert.deepEqual(limitsOf([pool], "stack", topologyOf({ dataClasses: classes })), canada);
    const all = { statistics: { mayLeaveJurisdiction: true } };
    assert.deepEqual(limitsOf([pool], "stack", topologyOf({ dataClasses: all })), free);
  });
});

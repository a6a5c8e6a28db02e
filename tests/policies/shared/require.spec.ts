import assert from "node:assert/strict";
import { contextOf } from "../../../policies/shared/evaluate";
import { Graph } from "../../../policies/shared/graph";
import { isTrue, type Requirement, requireValues } from "../../../policies/shared/require";
import type { Resource } from "../../../policies/shared/resource";
import type { Rule } from "../../../policies/shared/rule";
import { unknown } from "../../../policies/shared/values";
import { judged } from "../support/judge";
import { make, topology } from "../support/scene";

const table = "aws:dynamodb/table:Table";
const topic = "aws:sns/topic:Topic";
const wants = (path: string, more: Partial<Requirement> = {}): Requirement => ({
  path,
  holds: isTrue,
  allowed: "allowed is true",
  fix: "set it",
  ...more,
});
const ruleOf = (requirements: Record<string, Requirement[]>): Rule =>
  requireValues(
    { name: "x", description: "X.", severity: "high", references: [], remediation: "Set it.", url: "https://x" },
    requirements,
  );
const mended = (rule: Rule, resource: Resource) =>
  rule.fix?.(resource, contextOf(rule, new Graph([resource]), { topology }));

describe("required values", () => {
  it("may be written as text, as the wire does", () => {
    const rule = ruleOf({ [table]: [wants("on")] });
    for (const on of [true, "true"]) {
      assert.deepEqual(judged(rule, [make(table, { on })]), []);
    }
    for (const on of [false, "false", 1, "yes"]) {
      assert.equal(judged(rule, [make(table, { on })]).length, 1);
    }
  });

  it("are remedied where that is safe: at the top, and what is wrong only", () => {
    const rule = ruleOf({
      [topic]: [wants("on")],
      [table]: [wants("on", { safe: true }), wants("off", { safe: true }), wants("a.b", { safe: true }), wants("c")],
    });
    const resource = make(table, { off: true, a: { b: false } }, { tags: false });
    assert.deepEqual(mended(rule, resource), { off: true, a: { b: false }, on: true });
    assert.equal(mended(rule, make(table, { on: true, off: true, a: { b: false }, c: false })), undefined);
    assert.equal(mended(rule, make(topic)), undefined);
    assert.equal(ruleOf({ [topic]: [wants("on")] }).fix, undefined);
  });

  it("may be unknown where they are made from what is wanted", () => {
    const rule = ruleOf({ [table]: [wants("key", { madeFrom: "aws:kms/" })] });
    const key = make("aws:kms/key:Key", {}, { name: "key" });
    const queue = make("aws:sqs/queue:Queue", {}, { name: "queue" });
    const from = (...urns: string[]) => [make(table, { key: unknown }, { dependencies: { key: urns } }), key, queue];
    const found = (scene: Resource[]) => judged(rule, scene, { scope: "stack" }).map((finding) => finding.found);
    assert.deepEqual(found(from(queue.urn, key.urn)), []);
    for (const scene of [from(queue.urn), from("urn:gone"), from(), [make(table, { key: unknown }), key]]) {
      assert.deepEqual(found(scene), ["has a key that nothing known decides"]);
    }
  });
});

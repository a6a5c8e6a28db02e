import assert from "node:assert/strict";
import { Graph } from "../../../policies/shared/graph";
import { Hearing, RuleIndex, type Subject } from "../../../policies/shared/hearing";
import type { Resource } from "../../../policies/shared/resource";
import type { Context, Finding, Rule } from "../../../policies/shared/rule";
import { make, topology } from "../support/scene";

const queue = make("aws:sqs/queue:Queue", {}, { name: "queue" });
const topic = make("aws:sns/topic:Topic", {}, { name: "topic" });
const graph = new Graph([queue, topic]);
const finding = (found: string): Finding => ({ resource: queue, path: "", found, allowed: "", fix: "" });
const rule = (name: string, more: Partial<Rule>): Rule => ({
  ...{ name, description: "", severity: "low", references: [], remediation: "", url: "" },
  ...more,
});
const contextOf = ({ name }: Rule): Context => ({ topology, graph, scope: "stack", settings: { name } });
const hearing = (scope: Subject["scope"], ...rules: Rule[]) =>
  new Hearing({ scope, resources: [queue, topic], stack: "ca", graph }, new RuleIndex(rules), contextOf);

describe("a hearing", () => {
  it("is of the resource that it was opened for, and of no other", () => {
    const partial = hearing("partial");
    assert.equal(partial.isOf({ urn: queue.urn }), true);
    assert.equal(partial.isOf({ urn: topic.urn }), false);
    assert.equal(partial.isOf({ resources: [queue] }), false);
  });

  it("is of the whole stack, and not of its first resource alone", () => {
    const whole = hearing("stack");
    assert.equal(whole.isOf({ resources: [queue] }), true);
    assert.equal(whole.isOf({ urn: queue.urn }), false);
  });

  it("asks rules about resources of their types, in order, and about the stack last, in each rule's own context", () => {
    const all = rule("all", {
      check: ({ name }, { settings }) => [finding(`${settings.name} ${name}`)],
      checkStack: (stack, { settings }) => [finding(`${settings.name} ${stack}`)],
    });
    const topics = rule("topics", { types: [topic.type], check: ({ name }) => [finding(name)] });
    const quiet = rule("quiet", { check: () => [], checkStack: () => [] });
    const reported = (scope: Subject["scope"]) =>
      [...hearing(scope, all, topics, quiet).findings].map(([{ name }, list]) => [
        name,
        list.map(({ found }) => found),
      ]);
    assert.deepEqual(reported("partial"), [
      ["all", ["all queue", "all topic"]],
      ["topics", ["topic"]],
    ]);
    assert.deepEqual(reported("stack"), [
      ["all", ["all queue", "all topic", "all ca"]],
      ["topics", ["topic"]],
    ]);
  });

  it("looks once, and leaves what a rule returns as it is", () => {
    const kept = [finding("kept")];
    const asked: string[] = [];
    const check = ({ name }: Resource) => {
      asked.push(name);
      return kept;
    };
    const first = hearing("partial", rule("one", { check }));
    assert.equal(first.findings.get([...first.findings.keys()][0]!)!.length, 2);
    assert.equal(first.findings, first.findings);
    assert.deepEqual([asked, kept.length], [["queue", "topic"], 1]);
  });
});

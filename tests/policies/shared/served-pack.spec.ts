import assert from "node:assert/strict";
import { declareTopology } from "../../../policies/shared/declare-topology";
import type { Resource } from "../../../policies/shared/resource";
import type { Context, Finding, Rule } from "../../../policies/shared/rule";
import { policiesOf } from "../../../policies/shared/serve";
import { unknown } from "../../../policies/shared/values";
import { argsOf, Engine } from "../support/engine";
import { make } from "../support/scene";

const queue = (name: string, props = {}) => make("aws:sqs/queue:Queue", props, { name });
const { settings: _, checkStack: __, ...described } = declareTopology("own");
const rule = (name: string, more: Partial<Rule>): Rule => ({ ...described, name: `own-${name}`, ...more });
const packOf = (...rules: Rule[]) => packCalled("own", ...rules);
const packCalled = (name: string, ...rules: Rule[]) => ({
  name,
  title: name,
  description: "Own rules",
  rules: [declareTopology(name), ...rules],
});
const finding = (resource: Resource, more: Partial<Finding> = {}): Finding => ({
  resource,
  path: "",
  found: "is odd",
  allowed: "allowed are even ones",
  fix: "make it even",
  ...more,
});

describe("a pack of one's own, as it is served (serve.ts)", () => {
  it("is looked at once a request, however many of its rules find something", () => {
    let looks = 0;
    const check = (resource: Resource) => {
      looks += 1;
      return [finding(resource)];
    };
    const engine = new Engine(policiesOf(packOf(rule("odd", { check }), rule("strange", { check }))));
    engine.resource(queue("first"));
    looks = 0;
    assert.equal(engine.resource(queue("second")).length, 2);
    assert.equal(looks, 2);
    assert.equal(engine.stack(queue("first"), queue("third")).length, 2);
    assert.equal(looks, 6);
  });

  it("is asked for its notes at the end only, where something waits until then", () => {
    const check = (resource: Resource) => [finding(resource, { deferred: true })];
    const asked: string[] = [];
    const policies: any = policiesOf(packOf(rule("later", { check, types: ["aws:sqs/queue:Queue"] })));
    const ask = (method: string, args: object) => {
      asked.length = 0;
      for (const policy of policies) {
        asked.push(policy.name);
        policy[method]?.({ ...args, getConfig: () => ({}) }, () => {});
      }
      return asked;
    };
    const waits = argsOf(queue("waits", { url: unknown }));
    const sound = argsOf(make("aws:sns/topic:Topic"));
    ask("validateResource", sound);
    assert.deepEqual(ask("validateStack", { resources: [sound] }), ["own-declare-topology"]);
    ask("validateResource", waits);
    assert.deepEqual(ask("validateResource", sound), ["own-declare-topology"]);
    assert.deepEqual(ask("validateStack", { resources: [waits, sound] }), [
      "own-declare-topology",
      "own-later",
      "own-known-after-creation",
    ]);
  });

  it("tells findings that differ in one respect only, each once", () => {
    const check = (resource: Resource) => [
      finding(resource),
      finding(resource, { path: "url" }),
      finding(resource, { path: "url", found: "is strange" }),
      finding(resource, { path: "url", allowed: "allowed are others" }),
    ];
    const engine = new Engine(policiesOf(packOf(rule("odd", { check }), rule("strange", { check }))));
    assert.equal(engine.resource(queue("first")).length, 6);
    assert.deepEqual(engine.resource(queue("first")), []);
    assert.equal(engine.resource(queue("second")).length, 6);
  });

  it("says what waits by its rules, and not what has been refused or is gone by the end", () => {
    const check = (resource: Resource, { scope }: Context) =>
      scope === "partial" ? [finding(resource, { deferred: true })] : [];
    const checkStack = (_: string, { graph }: Context) =>
      graph.resources.filter(({ name }) => name === "bad").map((resource) => finding(resource));
    const engine = new Engine(policiesOf(packOf(rule("later", { check, checkStack }), rule("too", { check }))));
    const [good, bad, gone] = ["good", "bad", "gone"].map((name) => queue(name, { url: unknown })) as any;
    for (const resource of [good, bad, gone]) {
      assert.deepEqual(engine.resource(resource), []);
    }
    const late = engine.stack(good, bad);
    assert.deepEqual(
      late.map(({ policy }) => policy),
      ["own-later", "own-known-after-creation"],
    );
    assert.deepEqual(late[1]!.message.split("\n").slice(1), [
      '[own-later] sqs queue "good"',
      '[own-too] sqs queue "good", sqs queue "bad"',
    ]);
  });

  it("says what waits by its own rules, not another pack's", () => {
    const check = (resource: Resource, { scope }: Context) =>
      scope === "partial" ? [finding(resource, { deferred: true })] : [];
    const names = ["own", "other", "third"];
    const packs = names.map((name) => packCalled(name, rule(`${name}-later`, name === "third" ? {} : { check })));
    const engine = new Engine(policiesOf(...packs));
    const waits = queue("waits", { url: unknown });
    engine.resource(waits);
    assert.deepEqual(
      engine.stack(waits).map(({ policy, message }) => [policy, message.split("\n").slice(1)]),
      ["own", "other"].map((name) => [`${name}-known-after-creation`, [`[own-${name}-later] sqs queue "waits"`]]),
    );
  });

  it("remedies knowing that there may be more than it has seen", () => {
    const fix = (_: Resource, { scope, graph }: Context) => ({ scope, seen: graph.resources.length });
    const policies: any = policiesOf(packOf(rule("mend", { fix })));
    new Engine(policies).resource(queue("first"));
    const mend = [...policies].find(({ name }) => name === "own-mend");
    assert.deepEqual(mend.remediateResource(argsOf(queue("second"))), { scope: "partial", seen: 1 });
  });
});

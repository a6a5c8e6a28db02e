import assert from "node:assert/strict";
import { WebAcl } from "../../../../local/waf/rules/web-acl";
import type { WafRequest } from "../../../../local/waf/types";

const onPath = (path: string) => ({
  regexMatchStatement: {
    regexString: `^${path}$`,
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});
const request = (path: string, ip = "192.0.2.1"): WafRequest => ({ ip, method: "GET", path, headers: new Map() });
const acl = (rules: object[], defaultAction: object = { allow: {} }) =>
  new WebAcl({ inputs: { rules, defaultAction } }, () => []);

describe("a web ACL", () => {
  it("goes by the priority of its rules, and ends with the first that decides", () => {
    const rules = acl([
      { name: "late", priority: 9, action: { block: {} }, statement: onPath("/a") },
      { name: "counted", priority: 0, action: { count: {} }, statement: onPath("/a") },
      { name: "early", priority: 1, action: { allow: {} }, statement: onPath("/a") },
      { name: "other", priority: 2, action: { block: {} }, statement: onPath("/b") },
    ]);
    assert.deepEqual(rules.judge(request("/a"), 0), { action: "allow", rule: "early" });
    assert.deepEqual(rules.judge(request("/b"), 0), { action: "block", rule: "other" });
    assert.deepEqual(rules.judge(request("/c"), 0), { action: "allow", rule: undefined });
  });

  it("blocks by default where it says so", () => {
    assert.equal(acl([], { block: {} }).judge(request("/"), 0).action, "block");
  });

  it("does not count for a rule what an earlier one has decided, or what is out of its scope", () => {
    const limited = (aggregateKeyType: string) => ({
      name: "rate",
      priority: 1,
      action: { block: {} },
      statement: {
        rateBasedStatement: { limit: 10, evaluationWindowSec: 60, aggregateKeyType, scopeDownStatement: onPath("/a") },
      },
    });
    const first = { name: "first", priority: 0, action: { allow: {} }, statement: onPath("/a") };
    for (const [rules, path, expected] of [
      [[limited("IP")], "/a", "block"],
      [[limited("IP")], "/b", "allow"],
      [[first, limited("IP")], "/a", "allow"],
    ] as const) {
      const judged = acl([...rules]);
      for (let at = 0; at < 60_000; at += 1_000) {
        judged.judge(request(path), at);
      }
      assert.equal(judged.judge(request(path), 60_000).action, expected);
    }
  });

  it("counts by address, or all together", () => {
    for (const [aggregateKeyType, others] of [
      ["IP", "allow"],
      ["CONSTANT", "block"],
    ] as const) {
      const statement = { limit: 10, evaluationWindowSec: 60, aggregateKeyType };
      const judged = acl([
        { name: "rate", priority: 0, action: { block: {} }, statement: { rateBasedStatement: statement } },
      ]);
      for (let at = 0; at < 60_000; at += 1_000) {
        judged.judge(request("/"), at);
      }
      assert.equal(judged.judge(request("/"), 60_000).action, "block");
      assert.equal(judged.judge(request("/", "192.0.2.2"), 60_000).action, others);
    }
  });

  it("looks back five minutes where no window is declared", () => {
    const judged = acl([
      { name: "rate", priority: 0, action: { block: {} }, statement: { rateBasedStatement: { limit: 10 } } },
    ]);
    for (let at = 0; at < 11_000; at += 1_000) {
      judged.judge(request("/"), at);
    }
    assert.equal(judged.judge(request("/"), 290_000).action, "block");
    assert.equal(judged.judge(request("/"), 340_000).action, "allow");
  });

  it("lets through what AWS's own groups would judge, and names what is not here", () => {
    const judged = acl([
      { name: "managed", priority: 0, statement: { managedRuleGroupStatement: { name: "a", vendorName: "AWS" } } },
      { name: "geo", priority: 1, action: { block: {} }, statement: { geoMatchStatement: {} } },
      {
        name: "key",
        priority: 2,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: 10, aggregateKeyType: "FORWARDED_IP" } },
      },
    ]);
    assert.equal(judged.judge(request("/"), 0).action, "allow");
    assert.deepEqual(judged.unsupported, ["geoMatchStatement", "rateBasedStatement by FORWARDED_IP"]);
  });
});

import assert from "node:assert/strict";
import { contextOf } from "../../../policies/shared/evaluate";
import { Graph } from "../../../policies/shared/graph";
import type { Resource } from "../../../policies/shared/resource";
import { statementsOf, unreadFindings } from "../../../policies/shared/statements";
import { unknown } from "../../../policies/shared/values";
import { ruleNamed } from "../support/judge";
import { make, topology } from "../support/scene";

const rolePolicy = (policy: unknown, dependencies?: Record<string, string[]>) =>
  make("aws:iam/rolePolicy:RolePolicy", { policy }, dependencies ? { dependencies } : {});
const read = (policy: unknown) => statementsOf(rolePolicy(policy), ["policy"]);

describe("the statements of a policy", () => {
  it("are read from JSON and from a tree, with where they stand", () => {
    const Statement = [
      { Effect: "Deny", NotAction: "s3:*" },
      { Effect: "Allow", Action: ["a:B", "c:D"], Resource: "*" },
    ];
    const expected = [
      { path: "policy.Statement[0]", effect: "Deny", actions: [], notActions: ["s3:*"], resources: [] },
      { path: "policy.Statement[1]", effect: "Allow", actions: ["a:B", "c:D"], notActions: [], resources: ["*"] },
    ].map((statement) => ({ ...statement, principals: [], hasNotPrincipal: false, conditions: {} }));
    for (const policy of [{ Statement }, JSON.stringify({ Statement })]) {
      assert.deepEqual(read(policy), { statements: expected, unread: [] });
    }
  });

  it("are none where there is no policy, or nothing in it that is a statement", () => {
    for (const policy of [undefined, {}, { Statement: ["x", null, 3] }]) {
      assert.deepEqual(read(policy), { statements: [], unread: [] });
    }
  });

  it("are not read where the policy is unknown or no JSON", () => {
    for (const policy of [unknown, "{", "[]"]) {
      assert.deepEqual(read(policy), { statements: [], unread: ["policy"] });
    }
  });
});

describe("a policy that cannot be read", () => {
  const queue = make("aws:sqs/queue:Queue", {}, { name: "queue" });
  const component = make("home-region:infra:Data", {}, { name: "data", provider: false });
  const findings = (scope: "partial" | "stack" | "project", dependencies?: Record<string, string[]>) => {
    const resource: Resource = rolePolicy(unknown, dependencies);
    const rule = ruleNamed("security-deny-wildcard-actions");
    const context = contextOf(rule, new Graph([resource, queue, component]), { topology, scope });
    const finding = (path: string) => ({ resource, path, found: "f", allowed: "a", fix: "x" });
    return unreadFindings(["policy"], context, finding).map(({ deferred }) => deferred);
  };

  it("waits for AWS resources of its own stack: the engine reads it before it creates it", () => {
    assert.deepEqual(findings("stack", { policy: [queue.urn] }), []);
    assert.deepEqual(findings("stack", { policy: ["urn:gone", component.urn, queue.urn] }), []);
  });

  it("is refused where nothing is to come that it waits for", () => {
    for (const dependencies of [undefined, {}, { policy: ["urn:gone"] }, { policy: [component.urn] }]) {
      assert.deepEqual(findings("stack", dependencies), [false], JSON.stringify(dependencies));
    }
    assert.deepEqual(findings("project", { policy: [queue.urn] }), [false]);
  });

  it("is put off in a preview", () => {
    assert.deepEqual(findings("partial", { policy: [queue.urn] }), [true]);
  });
});

import assert from "node:assert/strict";
import { allows } from "../../../../local/iam/rules/evaluate";
import { policiesOf, roleTrusts, unsupportedPolicies } from "../../../../local/iam/rules/roles";
import { graphOf, resource } from "../../../support/twin-context";

const roleArn = "arn:aws:iam::123456789012:role/profile";
const policyArn = "arn:aws:iam::123456789012:policy/read";
const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const allow = (Action: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const role = (inputs: object = {}) =>
  resource(
    "aws:iam/role:Role",
    "profile",
    { name: "profile", ...inputs },
    { id: "profile", outputs: { arn: roleArn } },
  );
const can = (graph: ReturnType<typeof graphOf>, action: string) =>
  allows(policiesOf(graph, roleArn), { action, resource: "arn:aws:x:::y" }).allowed;

describe("the policies of a role", () => {
  it("come from inline policies, role policies and attachments, declared or AWS's", () => {
    const graph = graphOf(
      role({ inlinePolicies: [{ name: "a", policy: allow("a:A") }] }),
      resource("aws:iam/rolePolicy:RolePolicy", "b", { role: "profile", policy: allow("b:B") }),
      resource("aws:iam/rolePolicy:RolePolicy", "other", { role: "somebody", policy: allow("o:O") }),
      resource("aws:iam/policy:Policy", "c", { policy: allow("c:C") }, { id: policyArn, outputs: { arn: policyArn } }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "c", { role: "profile", policyArn }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "d", { role: "profile", policyArn: basic }),
      resource("aws:iam/policy:Policy", "e", { policy: allow("e:E") }, { outputs: { arn: `${policyArn}-all` } }),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "e", {
        role: "somebody",
        policyArn: `${policyArn}-all`,
      }),
    );
    for (const action of ["a:A", "b:B", "c:C", "logs:PutLogEvents"]) {
      assert.equal(can(graph, action), true, action);
    }
    assert.deepEqual([can(graph, "o:O"), can(graph, "e:E")], [false, false], "what another role is given");
    assert.deepEqual(unsupportedPolicies(graph), []);
  });

  it("come by attachments that name several roles, by name or ARN, and by a policy's id", () => {
    const shared = (roles: unknown) =>
      graphOf(
        role(),
        resource("aws:iam/policy:Policy", "c", { policy: allow("c:C") }, { id: policyArn, outputs: { arn: "other" } }),
        resource("aws:iam/policyAttachment:PolicyAttachment", "all", { roles, policyArn }),
      );
    for (const roles of [["somebody", "profile"], [roleArn], ["profile"]]) {
      assert.equal(can(shared(roles), "c:C"), true);
    }
    for (const roles of [undefined, [], ["somebody"], [undefined]]) {
      assert.equal(can(shared(roles), "c:C"), false);
    }
  });

  it("of a role that has none are none, and an attachment to nobody is nobody's", () => {
    const bare = resource("aws:iam/role:Role", "bare", {}, { id: "bare", outputs: { arn: roleArn, name: undefined } });
    const stray = resource("aws:iam/rolePolicy:RolePolicy", "b", { role: undefined, policy: allow("b:B") });
    assert.deepEqual(policiesOf(graphOf(bare, stray), roleArn), { identity: [], unsupported: [] });
  });

  it("are those of the role itself, where several are declared", () => {
    const other = resource(
      "aws:iam/role:Role",
      "other",
      { inlinePolicies: [{ policy: allow("o:O") }] },
      { id: "other", outputs: { arn: "arn:other" } },
    );
    assert.equal(can(graphOf(other, role()), "o:O"), false);
    assert.throws(() => policiesOf(graphOf(other, role()), "arn:none"), {
      message: `no stack declares the role "arn:none"; declared roles: arn:other, ${roleArn}`,
    });
  });

  it("are read as objects too", () => {
    const policy = JSON.parse(allow("a:A"));
    assert.equal(can(graphOf(role({ inlinePolicies: [{ policy }, { policy: null }] })), "a:A"), true);
    assert.equal(policiesOf(graphOf(role({ inlinePolicies: [{ policy: null }, {}] })), roleArn).identity.length, 0);
  });

  it("are reported where they are unknown, and allow nothing", () => {
    const graph = graphOf(role({ managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }));
    assert.equal(can(graph, "a:A"), false);
    const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    assert.deepEqual(unsupportedPolicies(graph), [{ role: "profile", policyArn }]);
    assert.deepEqual(policiesOf(graph, roleArn).identity, []);
  });

  it("are capped by a boundary, by one that is not known to nothing", () => {
    const inlinePolicies = [{ policy: allow("*") }];
    const boundary = resource("aws:iam/policy:Policy", "c", { policy: allow("c:C") }, { outputs: { arn: policyArn } });
    const capped = graphOf(role({ inlinePolicies, permissionsBoundary: policyArn }), boundary);
    assert.deepEqual([can(capped, "c:C"), can(capped, "a:A")], [true, false]);
    assert.equal(can(graphOf(role({ inlinePolicies, permissionsBoundary: "arn:unknown" })), "c:C"), false);
  });

  it("refuses a role that no stack declares and a policy that is not JSON", () => {
    assert.throws(() => policiesOf(graphOf(), roleArn), /declared roles: none/);
    assert.equal(can(graphOf(role({ inlinePolicies: [{ policy: "{" }] })), "a:A"), false);
  });

  it("say which service may assume the role", () => {
    const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }];
    const graph = graphOf(role({ assumeRolePolicy: JSON.stringify({ Statement }) }));
    assert.equal(roleTrusts(graph, roleArn, "lambda.amazonaws.com").allowed, true);
    assert.equal(roleTrusts(graph, roleArn, "ec2.amazonaws.com").allowed, false);
    assert.deepEqual(roleTrusts(graphOf(role()), roleArn, "lambda.amazonaws.com"), {
      allowed: false,
      reason: "because no resource-based policy allows the sts:AssumeRole action to lambda.amazonaws.com",
    });
  });
});

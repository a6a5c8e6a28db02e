import assert from "node:assert/strict";
import fc from "fast-check";
import { allows, mayAssume, type PolicyDocument, type Statement } from "../../../../local/iam/rules/evaluate";

const table = "arn:aws:dynamodb:ca-central-1:123456789012:table/profiles";
const policy = (...statements: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement: statements });
const allow = (rest: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: "dynamodb:GetItem",
  Resource: table,
  ...rest,
});
const deny = (rest: Partial<Statement> = {}): Statement => ({ ...allow(rest), Effect: "Deny" });
const variable = (name: string) => `$\{${name}}`;
const decision = (statements: Statement[], context = {}, action = "dynamodb:GetItem", resource = table) =>
  allows({ identity: [policy(...statements)] }, { action, resource, context });
const allowed = (...input: Parameters<typeof decision>) => decision(...input).allowed;

describe("policy evaluation", () => {
  it("refuses what nothing allows, in AWS's words", () => {
    assert.deepEqual(decision([]), {
      allowed: false,
      reason: "because no identity-based policy allows the dynamodb:GetItem action",
    });
  });

  it("allows what a statement names, actions in any case, resources in their own", () => {
    assert.equal(allowed([allow()]), true);
    assert.equal(allowed([allow({ Action: ["DynamoDB:get*"] })]), true);
    assert.equal(allowed([allow({ Action: "dynamodb:GetIte?" })]), true);
    assert.equal(allowed([allow({ Resource: table.replace("profiles", "Profiles") })]), false);
    assert.equal(allowed([allow({ Action: "dynamodb:PutItem" })]), false);
  });

  it("allows by NotAction and NotResource what they do not name", () => {
    const { Action: _, Resource: __, ...bare } = allow();
    assert.equal(allowed([{ ...bare, NotAction: "dynamodb:Put*", Resource: "*" }]), true);
    assert.equal(allowed([{ ...bare, NotAction: "dynamodb:Get*", Resource: "*" }]), false);
    assert.equal(allowed([{ ...bare, Action: "*", NotResource: `${table}2` }]), true);
    assert.equal(allowed([{ ...bare, Action: "*", NotResource: `${table}*` }]), false);
    assert.equal(allowed([{ ...bare, Action: "*" }]), false, "no resource is no permission");
  });

  it("refuses a wildcard that would reach over a segment of the ARN", () => {
    assert.equal(allowed([allow({ Resource: "arn:aws:dynamodb:*:table/profiles" })]), false);
    assert.equal(allowed([allow({ Resource: "arn:aws:dynamodb:*:123456789012:table/*" })]), true);
    assert.equal(allowed([allow({ Resource: "arn:aws:dynamodb:us-*:*:*" })]), false);
    assert.equal(allowed([allow({ Resource: "arn:aws:dynamodb:*" })]), false, "an ARN has six parts");
    assert.equal(allowed([allow({ Resource: `${table}/index/*` })], {}, undefined, `${table}/index/by-mail`), true);
  });

  it("refuses what is denied, whatever is allowed", () => {
    assert.deepEqual(decision([allow(), allow({ Action: "*", Resource: "*" }), deny({ Action: "dynamodb:*" })]), {
      allowed: false,
      reason: "with an explicit deny in an identity-based policy",
    });
  });

  it("never allows more by another deny, never refuses by another allow (property)", () => {
    const part = (values: string[]) => fc.constantFrom(...values);
    const statement = fc.record({
      Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Deny"),
      Action: part(["*", "dynamodb:GetItem", "dynamodb:*", "s3:GetObject"]),
      Resource: part(["*", table, `${table}2`]),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), statement, (statements, added) => {
        const [before, after] = [allowed(statements), allowed([...statements, added])];
        if (added.Effect === "Deny") {
          assert.ok(before || !after);
        } else {
          assert.ok(after || !before);
        }
        const denied = statements.some(
          (statement) => statement.Effect === "Deny" && allowed([{ ...statement, Effect: "Allow" }]),
        );
        const granted = statements.some((statement) => statement.Effect === "Allow" && allowed([statement]));
        assert.equal(before, granted && !denied);
      }),
    );
  });

  it("needs the permissions boundary as well", () => {
    const request = { action: "dynamodb:GetItem", resource: table };
    const identity = [policy(allow())];
    assert.equal(allows({ identity, boundary: [policy(allow({ Action: "dynamodb:*" }))] }, request).allowed, true);
    const refused = allows({ identity, boundary: [policy(allow({ Action: "s3:*" }))] }, request);
    assert.equal(refused.reason, "because no permissions boundary allows the dynamodb:GetItem action");
    assert.equal(allows({ identity, boundary: [] }, request).allowed, false);
    assert.equal(allows({ identity: [], boundary: [policy(allow())] }, request).allowed, false);
  });
});

describe("the order of reasons", () => {
  const request = { action: "dynamodb:GetItem", resource: table };
  it("names the boundary that denies, and the policies before the boundary", () => {
    const identity = [policy(allow())];
    assert.deepEqual(allows({ identity, boundary: [policy(allow(), deny())] }, request), {
      allowed: false,
      reason: "with an explicit deny in a permissions boundary",
    });
    assert.match(allows({ identity: [], boundary: [] }, request).reason, /no identity-based policy/);
    assert.deepEqual(allows({ identity, boundary: identity }, request), { allowed: true, reason: "allowed" });
  });

  it("takes one of several resources, and no effect but Allow and Deny", () => {
    const odd = { ...allow(), Effect: "Audit" } as unknown as Statement;
    assert.equal(allows({ identity: [policy(odd)] }, request).allowed, false);
    assert.equal(allows({ identity: [policy(allow({ Resource: [`${table}2`, table] }))] }, request).allowed, true);
  });

  it("takes a single statement for a list of one, and every document", () => {
    const single = { Statement: allow() };
    assert.equal(allows({ identity: [{ Statement: [] }, single] }, request).allowed, true);
  });

  it("compares ARNs of fewer parts, and what comes after the sixth colon as one", () => {
    const at = (Resource: string, resource: string) =>
      allows({ identity: [policy(allow({ Resource }))] }, { ...request, resource }).allowed;
    assert.equal(at("arn:aws:logs:r:1:log-group:a:*", "arn:aws:logs:r:1:log-group:a:b:c"), true);
    assert.equal(at("arn:aws:logs:r:1:*", "arn:aws:logs:r:1:log-group:a"), true);
    assert.equal(at("arn:aws:s3:::a", "arn:aws:s3:::b"), false);
    assert.equal(at("arn:aws:s3:r:1", "arn:aws:s3:r:1:x"), false);
    assert.equal(at("arn:aws:logs:r:1:log-group:*:x", "arn:aws:logs:r:1:log-group:a:b:x"), true);
    assert.equal(at("arn:aws:logs:r:1:a:b", "arn:aws:logs:r:1:ab"), false);
    assert.equal(at("arn:aws:logs:r:1:a?b", "arn:aws:logs:r:1:a:b"), true);
    assert.equal(at("a:b", "a:b"), true);
    assert.equal(at("a:*", "a:b:c"), false);
  });

  it("refuses a statement without an action", () => {
    const { Action: _, ...bare } = allow();
    assert.equal(allowed([bare]), false);
    assert.equal(allowed([{ ...bare, NotAction: ["s3:*", "dynamodb:getitem"] }]), false);
    assert.equal(allowed([{ ...bare, NotAction: ["s3:*"] }]), true);
  });

  it("counts an exception that cannot be decided against the caller", () => {
    const { Resource: _, ...bare } = allow();
    const unknown = `${table}-${variable("aws:PrincipalTag/none")}`;
    assert.equal(allowed([{ ...bare, NotResource: unknown }]), false, "it might be the exception of an allow");
    const all = allow({ Resource: "*" });
    assert.equal(allowed([all, { ...bare, Effect: "Deny", NotResource: unknown }]), false, "and not that of a deny");
    assert.equal(allowed([all, { ...bare, Effect: "Deny", NotResource: table }]), true);
    assert.equal(allowed([all, { ...bare, Effect: "Deny", NotResource: [unknown, table] }]), true);
  });
});

describe("conditions", () => {
  const when = (Condition: Statement["Condition"], context: object) =>
    allowed([allow({ Condition: Condition! })], context);

  it("compare as their operator says, keys in any case", () => {
    assert.equal(
      when({ StringEquals: { "aws:RequestedRegion": "ca-central-1" } }, { "aws:requestedregion": "ca-central-1" }),
      true,
    );
    assert.equal(
      when(
        { StringEquals: { "aws:RequestedRegion": ["us-east-1", "us-west-2"] } },
        { "aws:RequestedRegion": "ca-west-1" },
      ),
      false,
    );
    assert.equal(when({ StringLike: { "aws:RequestedRegion": "ca-*" } }, { "aws:RequestedRegion": "ca-west-1" }), true);
    assert.equal(when({ StringNotEquals: { k: "a" } }, { k: "b" }), true);
    assert.equal(when({ StringNotEquals: { k: ["a", "b"] } }, { k: "b" }), false);
    assert.equal(when({ Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "true" }), true);
    assert.equal(when({ Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "false" }), false);
    assert.equal(when({ Null: { k: "true" } }, {}), true);
    assert.equal(when({ Null: { k: "true" } }, { k: "a" }), false);
  });

  it("must all hold", () => {
    const both = { StringEquals: { a: "1", b: "2" } };
    assert.equal(when(both, { a: "1", b: "2" }), true);
    assert.equal(when(both, { a: "1", b: "3" }), false);
  });

  it("refuse where a key is absent, except negated, IfExists and ForAllValues", () => {
    assert.equal(when({ StringEquals: { k: "a" } }, {}), false);
    assert.equal(when({ StringNotEquals: { k: "a" } }, {}), true);
    assert.equal(when({ StringEqualsIfExists: { k: "a" } }, {}), true);
    assert.equal(when({ "ForAllValues:StringEquals": { k: "a" } }, {}), true);
    assert.equal(when({ "ForAnyValue:StringEquals": { k: "a" } }, {}), false);
  });

  it("ask every leading key of ForAllValues", () => {
    const own = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["org#1", "org#2"] } };
    assert.equal(when(own, { "dynamodb:LeadingKeys": ["org#1", "org#2"] }), true);
    assert.equal(when(own, { "dynamodb:LeadingKeys": ["org#1", "org#3"] }), false);
    assert.equal(
      when({ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "org#*" } }, { "dynamodb:LeadingKeys": ["org#9"] }),
      true,
    );
  });

  it("refuses what cannot be decided: an unknown operator allows nothing and denies", () => {
    assert.equal(
      when({ DateGreaterThan: { "aws:CurrentTime": "2020-01-01" } }, { "aws:CurrentTime": "2026-01-01" }),
      false,
    );
    const unknown = deny({ Condition: { NumericLessThan: { k: "5" } } });
    assert.equal(allowed([allow(), unknown], { k: "9" }), false);
    assert.equal(when({ StringEquals: { k: "a" } }, { k: ["a", "a"] }), false, "several values, no quantifier");
  });

  it("refuses by a key that the caller's service does not work out, absent or not", () => {
    const attributes = { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk"] } };
    const ask = (statements: Statement[], knownKeys: string[]) =>
      allows({ identity: [policy(...statements)] }, { action: "dynamodb:GetItem", resource: table, knownKeys }).allowed;
    assert.equal(ask([allow({ Condition: attributes })], ["dynamodb:attributes"]), true);
    assert.equal(ask([allow({ Condition: attributes })], []), false);
    assert.equal(ask([allow(), deny({ Condition: { Null: { k: "false" } } })], []), false);
  });

  it("fill in policy variables, and refuse where one has no value", () => {
    const own = allow({ Resource: table.replace("profiles", variable("aws:PrincipalTag/table")) });
    assert.equal(allowed([own], { "aws:PrincipalTag/table": "profiles" }), true);
    assert.equal(allowed([own], { "aws:PrincipalTag/table": "other" }), false);
    assert.equal(allowed([own]), false);
    assert.equal(allowed([allow(), { ...own, Effect: "Deny" }]), false, "an undecidable deny denies");
    assert.equal(when({ StringLike: { k: `a${variable("*")}` } }, { k: "a*" }), true);
    assert.equal(when({ StringLike: { k: `a${variable("*")}` } }, { k: "ab" }), false);
  });
});

describe("trust policies", () => {
  const trust = (Principal: unknown, rest: Partial<Statement> = {}) =>
    policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal, ...rest });

  it("let the service that they name assume the role", () => {
    assert.equal(mayAssume(trust({ Service: "lambda.amazonaws.com" }), "lambda.amazonaws.com").allowed, true);
    assert.equal(
      mayAssume(trust({ Service: ["x.amazonaws.com", "lambda.amazonaws.com"] }), "lambda.amazonaws.com").allowed,
      true,
    );
  });

  it("says why not, and lets a deny win", () => {
    const lambda = "lambda.amazonaws.com";
    assert.deepEqual(mayAssume(trust("*"), lambda), { allowed: true, reason: "allowed" });
    assert.deepEqual(mayAssume(trust({}), lambda), {
      allowed: false,
      reason: `because no resource-based policy allows the sts:AssumeRole action to ${lambda}`,
    });
    assert.equal(mayAssume(trust(undefined), lambda).allowed, false);
    const denied = (rest: Partial<Statement>) =>
      mayAssume(
        policy(
          ...[trust({ Service: lambda }), trust({ Service: lambda }, { Effect: "Deny", ...rest })].flatMap(
            (policy) => policy.Statement,
          ),
        ),
        lambda,
      );
    assert.deepEqual(denied({}), { allowed: false, reason: "with an explicit deny in a resource-based policy" });
    assert.equal(denied({ Action: "sts:TagSession" }).allowed, true);
    assert.equal(denied({ Principal: { Service: "ec2.amazonaws.com" } }).allowed, true);
    assert.equal(denied({ Condition: { StringEquals: { "aws:SourceAccount": "1" } } }).allowed, true);
    assert.equal(denied({ Condition: { NumericEquals: { k: "1" } } }).allowed, false, "an undecidable deny denies");
    const undecidable = trust({ Service: lambda }, { Condition: { NumericEquals: { k: "1" } } });
    assert.equal(mayAssume(undecidable, lambda).allowed, false);
    const odd = trust({ Service: lambda }, { Effect: "Audit" } as unknown as Partial<Statement>);
    assert.equal(mayAssume(odd, lambda).allowed, false);
  });

  it("refuse every other service, action and condition", () => {
    assert.equal(mayAssume(trust({ Service: "ec2.amazonaws.com" }), "lambda.amazonaws.com").allowed, false);
    assert.equal(mayAssume(trust({ AWS: "lambda.amazonaws.com" }), "lambda.amazonaws.com").allowed, false);
    assert.equal(
      mayAssume(trust({ Service: "lambda.amazonaws.com" }, { Action: "sts:TagSession" }), "lambda.amazonaws.com")
        .allowed,
      false,
    );
    const conditional = trust(
      { Service: "lambda.amazonaws.com" },
      { Condition: { StringEquals: { "aws:SourceAccount": "1" } } },
    );
    assert.equal(mayAssume(conditional, "lambda.amazonaws.com").allowed, false);
    assert.equal(mayAssume(conditional, "lambda.amazonaws.com", { "aws:SourceAccount": "1" }).allowed, true);
  });
});

import assert from "node:assert/strict";
import type { PolicyDocument, Statement } from "../../../../local/iam/rules/evaluate";
import { mayUseKey } from "../../../../local/iam/rules/keys";
import { graphOf, resource } from "../../../support/twin-context";

const roleArn = "arn:aws:iam::123456789012:role/profile";
const keyArn = "arn:aws:kms:ca-central-1:123456789012:key/k";
const request = {
  action: "kms:Decrypt",
  resource: keyArn,
  context: { "kms:ViaService": "dynamodb.ca-central-1.amazonaws.com" },
};
const statement = (rest: Partial<Statement>): Statement => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: "*",
  ...rest,
});
const root = { AWS: "arn:aws:iam::123456789012:root" };
const allowed: PolicyDocument[] = [{ Statement: statement({ Resource: keyArn }) }];

function may(keyPolicy: Statement[] | undefined, identity: PolicyDocument[]) {
  const inputs = keyPolicy ? { policy: JSON.stringify({ Statement: keyPolicy }) } : {};
  const key = resource("aws:kms/key:Key", "key", inputs, { outputs: { arn: keyArn } });
  return mayUseKey(graphOf(key), roleArn, { identity }, request);
}

describe("use of a KMS key", () => {
  it("is granted by IAM where the key policy leaves it to the account, declared or by default", () => {
    for (const policy of [undefined, [statement({ Principal: root })]]) {
      assert.equal(may(policy, allowed).allowed, true);
      assert.equal(may(policy, []).reason, "because no identity-based policy allows the kms:Decrypt action");
    }
  });

  it("is granted by the key policy alone, within its conditions", () => {
    const via = (service: string) => [
      statement({ Principal: { AWS: "*" }, Condition: { StringEquals: { "kms:ViaService": service } } }),
    ];
    assert.equal(may(via("dynamodb.ca-central-1.amazonaws.com"), []).allowed, true);
    assert.equal(may(via("dynamodb.us-east-1.amazonaws.com"), []).allowed, false);
    assert.equal(may([statement({ Principal: { AWS: roleArn } })], []).allowed, true);
  });

  it("names the account by its number or, without a policy, by the role's own", () => {
    for (const AWS of ["*:root", ["arn:aws:iam::1:root", root.AWS]]) {
      assert.equal(may([statement({ Principal: { AWS } })], allowed).allowed, true);
    }
    assert.equal(may([statement({ Principal: { AWS: "arn:aws:iam::210987654321:root" } })], allowed).allowed, false);
    assert.equal(may([statement({ Principal: root })], []).allowed, false, "the account alone is no role");
  });

  it("is decided by statements about this very call", () => {
    assert.equal(may([statement({ Principal: root, Action: "kms:Encrypt" })], allowed).allowed, false);
    assert.equal(may([statement({ Principal: root, Resource: `${keyArn}2` })], allowed).allowed, false);
    const granted = statement({ Principal: { AWS: roleArn } });
    const deny = statement({ Effect: "Deny", Principal: root });
    assert.deepEqual(may([granted, deny], allowed), {
      allowed: false,
      reason: "with an explicit deny in a resource-based policy",
    });
    assert.equal(may([granted, { ...deny, Action: "kms:Encrypt" }], allowed).allowed, true);
    assert.equal(may([granted, { ...deny, Principal: { AWS: `${roleArn}2` } }], []).allowed, true);
    const perhaps = { NumericEquals: { k: "1" } };
    assert.equal(may([granted, { ...deny, Condition: perhaps }], allowed).allowed, false, "an undecidable deny denies");
    assert.equal(may([{ ...granted, Condition: perhaps }], allowed).allowed, false, "an undecidable allow does not");
  });

  it("of a key that no stack declares is left to IAM", () => {
    assert.equal(mayUseKey(graphOf(), roleArn, { identity: allowed }, request).allowed, true);
    assert.equal(mayUseKey(graphOf(), roleArn, { identity: [] }, request).allowed, false);
  });

  it("refuses what only IAM allows, other principals, and what either denies", () => {
    assert.equal(may([], allowed).reason, "because no resource-based policy allows the kms:Decrypt action");
    assert.equal(may([statement({ Principal: { AWS: `${roleArn}2` } })], allowed).allowed, false);
    assert.equal(may([statement({ Principal: { Service: "logs.amazonaws.com" } })], allowed).allowed, false);
    const granted = statement({ Principal: { AWS: roleArn } });
    assert.equal(may([granted, statement({ Effect: "Deny", Principal: "*" })], allowed).allowed, false);
    assert.deepEqual(may([granted], [{ Statement: statement({ Effect: "Deny" }) }]), {
      allowed: false,
      reason: "with an explicit deny in an identity-based policy",
    });
    assert.deepEqual(may([granted], []), { allowed: true, reason: "allowed" });
  });
});

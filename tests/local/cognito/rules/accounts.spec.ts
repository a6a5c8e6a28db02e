import assert from "node:assert/strict";
import fc from "fast-check";
import {
  afterFailure,
  checkAttributes,
  isLockedOut,
  noAttempts,
  passwordIssue,
} from "../../../../local/cognito/rules/accounts";
import { declaredPools } from "../../../../local/cognito/rules/declared";
import { clientId, organization, poolId, poolsGraph } from "../../../support/pools";

describe("password policies", () => {
  const policy = {
    minimumLength: 8,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 7,
  };

  it("accept what has everything that they require", () => {
    assert.equal(passwordIssue("Maple-26", policy), undefined);
    assert.equal(
      passwordIssue("maple leaf", { ...policy, requireUppercase: false, requireNumbers: false, requireSymbols: false }),
      undefined,
    );
  });

  it("refuse what lacks one thing, and say which", () => {
    const issues: [string, RegExp][] = [
      ["Map-26", /not long enough/],
      ["maple-26", /uppercase/],
      ["MAPLE-26", /lowercase/],
      ["Maple-xy", /numeric/],
      ["Maple026", /symbol/],
      [" Maple-26", /space/],
      [`Maple-26${"x".repeat(249)}`, /longer/],
    ];
    for (const [password, issue] of issues) {
      assert.match(passwordIssue(password, policy)!, issue, password);
    }
    assert.equal(passwordIssue(`Maple-26${"x".repeat(248)}`, policy), undefined, "256 are not too many");
  });

  it("count a space between two characters as a symbol, and no other space", () => {
    for (const password of ["Maple 26x", "Maple26 x"]) {
      assert.equal(passwordIssue(password, policy), undefined, password);
    }
    for (const password of ["Maple  26", "Maple26x "]) {
      assert.match(passwordIssue(password, policy)!, /symbol/, password);
    }
  });
});

describe("lockout", () => {
  it("begins with the fifth failure and doubles, up to a quarter of an hour", () => {
    let attempts = noAttempts;
    const locks: number[] = [];
    for (let now = 1_000_000, n = 0; n < 17; n++, now = attempts.lockedUntil) {
      attempts = afterFailure(attempts, now);
      locks.push((attempts.lockedUntil - now) / 1_000);
    }
    assert.deepEqual(locks, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it("lasts until its time, not longer", () => {
    const locked = { failed: 5, lockedUntil: 10_000, lastAt: 9_000 };
    assert.deepEqual([isLockedOut(locked, 9_999), isLockedOut(locked, 10_000)], [true, false]);
  });

  it("starts anew after fifteen quiet minutes", () => {
    const tired = { failed: 9, lockedUntil: 10_000, lastAt: 0 };
    assert.equal(afterFailure(tired, 15 * 60_000 + 1).failed, 1);
    assert.equal(afterFailure(tired, 15 * 60_000).failed, 10);
  });

  it("never lasts longer than a quarter of an hour after the last attempt (property)", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000_000), { maxLength: 40 }), (waits) => {
        let [now, attempts] = [0, noAttempts];
        for (const wait of waits) {
          now += wait;
          if (!isLockedOut(attempts, now)) {
            attempts = afterFailure(attempts, now);
          }
          assert.ok(attempts.lockedUntil - attempts.lastAt <= 900_000);
        }
      }),
    );
  });
});

describe("attributes of users", () => {
  const schemas = [
    {
      name: "organization",
      attributeDataType: "String",
      stringAttributeConstraints: { minLength: "30", maxLength: "30" },
    },
    { name: "plan", attributeDataType: "String", stringAttributeConstraints: { minLength: "2", maxLength: "4" } },
    { name: "email", attributeDataType: "String", required: true },
  ];
  const [pool] = declaredPools(poolsGraph({ pool: { schemas } }));
  const check = (attributes: Record<string, string>) => () =>
    checkAttributes(pool!, { email: "ana@acme.example", ...attributes });
  const refused = (message: string) => ({ name: "CognitoError", code: "InvalidParameterException", message });
  const unlike = "Attributes did not conform to the schema:";

  it("are taken as the pool declares them, and the standard ones", () => {
    check({ "custom:organization": organization, "custom:plan": "free", name: "Ana" })();
    check({ "custom:plan": "no" })();
  });

  it("refuses what the pool does not have, does not take, or misses", () => {
    assert.throws(
      check({ "custom:role": "x" }),
      refused(`${unlike} custom:role: Attribute does not exist in the schema.`),
    );
    for (const plan of ["x", "bigger"]) {
      const limit = "String must be between 2 and 4 characters";
      assert.throws(check({ "custom:plan": plan }), refused(`${unlike} custom:plan: ${limit}`));
    }
    for (const email of ["ana", "ana@", "@acme", "a b@acme", "ana@a b", "ana@a@b", "ana@acme ", " ana@acme"]) {
      assert.throws(check({ email }), refused("Invalid email address format."), email);
    }
    assert.throws(() => checkAttributes(pool!, {}), refused(`${unlike} email: The attribute is required`));
  });
});

describe("declared pools", () => {
  it("have AWS's defaults where nothing is declared", () => {
    const plain = { accessTokenValidity: undefined, refreshTokenValidity: undefined, explicitAuthFlows: undefined };
    const client = { ...plain, tokenValidityUnits: undefined, preventUserExistenceErrors: undefined };
    const [pool] = declaredPools(poolsGraph({ client, pool: { passwordPolicy: undefined } }));
    const declared = pool!.clients.get(clientId)!;
    const { accessSeconds, idSeconds, refreshSeconds, hidesUsers } = declared;
    assert.deepEqual([accessSeconds, idSeconds, refreshSeconds, hidesUsers], [3_600, 3_600, 2_592_000, false]);
    assert.equal(declared.flows.includes("ALLOW_USER_AUTH"), false);
    assert.deepEqual([pool!.passwordPolicy.minimumLength, pool!.passwordPolicy.requireSymbols], [8, true]);
  });

  it("count token lifetimes in the units that are declared", () => {
    const units = { accessToken: "minutes", idToken: "seconds", refreshToken: "hours" };
    const client = {
      accessTokenValidity: 15,
      idTokenValidity: 600,
      refreshTokenValidity: 12,
      tokenValidityUnits: units,
    };
    const declared = declaredPools(poolsGraph({ client }))[0]!.clients.get(clientId)!;
    assert.deepEqual([declared.accessSeconds, declared.idSeconds, declared.refreshSeconds], [900, 600, 43_200]);
  });

  it("have the issuer that AWS gives them", () => {
    const [pool] = declaredPools(poolsGraph());
    assert.equal(pool!.issuer, `https://cognito-idp.ca-central-1.amazonaws.com/${poolId}`);
  });
});

/** Each refusal of a token has a reason of its own: an operator who reads the log can tell an attack from a mistake. */
import assert from "node:assert/strict";
import { TokenRefused } from "../../../functions/authorizer/errors";
import { SigningKeys } from "../../../functions/authorizer/signing-keys";
import { bearerOf, tokenOf } from "../../../functions/authorizer/token";
import { newPool } from "../support/pool";
import { acme, regionIdentity } from "../support/tables";

describe("reasons for which a token is refused", () => {
  const pool = newPool("ca-central-1");
  const source = { fetch: async () => pool.jwks, load: async () => undefined, save: async () => {} };
  const judge = (token: string) => bearerOf(token, [regionIdentity("ca-central-1")], new SigningKeys(source, () => {}));
  const because = (reason: string) => (error: unknown) => {
    assert.ok(error instanceof TokenRefused);
    assert.deepEqual(
      [error.reason, error.code, error.message],
      [reason, "token-refused", `the token is refused: ${reason}`],
    );
    return true;
  };

  const long = (length: number) => `Bearer a.b.${"c".repeat(length - "Bearer a.b.".length)}`;
  for (const [header, reason] of [
    [undefined, "no-token"],
    ["", "no-token"],
    [7, "no-token"],
    [long(8193), "too-long"],
    ["Bearer a.b", "malformed"],
    ["xBearer a.b.c", "malformed"],
    ["Bearer", "malformed"],
  ] as const) {
    it(`refuses the header ${String(header).slice(0, 20)} as ${reason}`, () =>
      assert.throws(() => tokenOf(header), because(reason)));
  }

  it("has none for a token of the longest kind, and for several spaces", () => {
    assert.equal(`Bearer ${tokenOf(long(8192))}`, long(8192));
    assert.equal(tokenOf("bearer   a.b.c"), "a.b.c");
  });

  const hour = Math.floor(Date.now() / 1000) + 3600;
  for (const [what, claims, header, reason] of [
    ["no organization", { organization: undefined }, {}, "no-organization"],
    ["a list of one organization", { organization: [acme] }, {}, "no-organization"],
    ["a slug", { organization: "acme" }, {}, "no-organization"],
    ["no subject", { sub: undefined }, {}, "no-subject"],
    ["an empty subject", { sub: "" }, {}, "no-subject"],
    ["no expiry", { exp: undefined }, {}, "no-expiry"],
    ["another algorithm", {}, { alg: "RS512" }, "JwtInvalidSignatureAlgorithmError"],
    ["a made-up key", {}, { kid: "made-up" }, "unknown-key"],
    ["a critical extension", {}, { crit: ["b64"], b64: true }, "critical-extension"],
    ["another client", { client_id: "another" }, {}, "CognitoJwtInvalidClientIdError"],
    ["an expiry in the past", { exp: hour - 7200 }, {}, "JwtExpiredError"],
  ] as const) {
    it(`refuses ${what} as ${reason}`, async () => {
      const token = await pool.sign(pool.claims(claims as never), header);
      await assert.rejects(judge(token), because(reason));
    });
  }

  it("refuses another algorithm by this name where the pool's key names none", async () => {
    const [{ alg: _, ...key }] = pool.jwks.keys as unknown as [Record<string, unknown>];
    const keys = new SigningKeys({ ...source, fetch: async () => ({ keys: [key] }) as never }, () => {});
    const token = await pool.sign(pool.claims(), { alg: "RS512" });
    await assert.rejects(bearerOf(token, [regionIdentity("ca-central-1")], keys), because("algorithm"));
  });
});

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Jwks } from "aws-jwt-verify/jwk";
import type { JWTPayload } from "jose";
import { SigningKeysUnavailable, TokenRefused } from "../../../functions/authorizer/errors";
import { jwksUriOf, SigningKeys } from "../../../functions/authorizer/signing-keys";
import { bearerOf, tokenOf } from "../../../functions/authorizer/token";
import { forge, newPool } from "../support/pool";
import { acme, regionIdentity } from "../support/tables";

describe("access tokens", () => {
  const central = newPool("ca-central-1");
  const west = newPool("ca-west-1");
  const foreign = newPool("us-east-1");
  const pools = [regionIdentity("ca-central-1"), regionIdentity("ca-west-1")];

  const keys = () =>
    new SigningKeys(
      {
        fetch: async (issuer) => {
          const pool = [central, west].find((pool) => pool.issuer === issuer);
          if (!pool) {
            throw new Error(`keys of ${issuer} must not be asked for`);
          }
          return pool.jwks;
        },
        load: async () => undefined,
        save: async () => {},
      },
      () => {},
    );

  const accept = (token: string) => bearerOf(token, pools, keys());
  const refuses = (token: string | Promise<string>) =>
    assert.rejects(async () => accept(tokenOf(`Bearer ${await token}`)), TokenRefused);

  it("are accepted from every pool of the jurisdiction", async () => {
    for (const pool of [central, west]) {
      assert.deepEqual(await accept(await pool.sign(pool.claims())), { organization: acme, subject: "subject-1" });
    }
  });

  const signed: [string, () => Promise<string>][] = [
    ["of another jurisdiction's pool", () => foreign.sign(foreign.claims())],
    ["that claim this pool but another signed", () => foreign.sign(central.claims(), { kid: central.kid })],
    ["that claim one pool and carry the other's key id", () => west.sign(central.claims())],
    ["for identity", () => central.sign(central.claims({ token_use: "id", aud: central.clientId }))],
    ["without a use", () => central.sign(without(central.claims(), "token_use"))],
    ["of another client", () => central.sign(central.claims({ client_id: "another" }))],
    ["of the other pool's client", () => central.sign(central.claims({ client_id: west.clientId }))],
    [
      "with the client as audience only",
      () => central.sign(without(central.claims({ aud: central.clientId }), "client_id")),
    ],
    ["that have expired", () => central.sign(central.claims({ exp: Math.floor(Date.now() / 1000) - 1 }))],
    ["that never expire", () => central.sign(without(central.claims(), "exp"))],
    ["that are not valid yet", () => central.sign(central.claims({ nbf: Math.floor(Date.now() / 1000) + 600 }))],
    ["with a key id that nobody has", () => central.sign(central.claims(), { kid: "unknown" })],
    ["with a key id that is a path", () => central.sign(central.claims(), { kid: "../../etc/passwd" })],
    ["without a key id", () => central.sign(central.claims(), { kid: undefined })],
    ["signed with RS512", () => central.sign(central.claims(), { alg: "RS512" })],
    ["without an organization", () => central.sign(without(central.claims(), "organization"))],
    ["with a slug for organization", () => central.sign(central.claims({ organization: "acme" }))],
    ["with two organizations", () => central.sign(central.claims({ organization: [acme, acme] }))],
    ["without a subject", () => central.sign(without(central.claims(), "sub"))],
    ["without an issuer", () => central.sign(without(central.claims(), "iss"))],
  ];
  for (const issuer of [
    central.issuer.replace("https:", "http:"),
    `${central.issuer}/`,
    central.issuer.replace("cognito-idp", "evil-cognito-idp"),
    central.issuer.replace("amazonaws.com", "amazonaws.com.evil.example"),
    central.issuer.replace("amazonaws.com", "amazonaws.com@evil.example"),
    central.issuer.toUpperCase(),
    central.issuer.replace("a", "\u0430"),
  ]) {
    signed.push([`of ${issuer}`, () => central.sign(central.claims({ iss: issuer }))]);
  }
  for (const [what, make] of signed) {
    it(`refuses tokens ${what}`, () => refuses(make()));
  }

  for (const alg of ["none", "None", "NONE", "nOnE"]) {
    it(`refuses alg ${alg}, with and without a signature`, async () => {
      await refuses(forge({ alg, kid: central.kid }, central.claims()));
      await refuses(forge({ alg, kid: central.kid }, central.claims(), ""));
    });
  }

  it("refuses HS256 made with the public key as the secret", async () => {
    const unsigned = forge({ alg: "HS256", kid: central.kid }, central.claims(), "").slice(0, -1);
    for (const secret of [
      central.publicKey.export({ format: "pem", type: "spki" }),
      central.publicKey.export({ format: "der", type: "spki" }),
      JSON.stringify(central.jwks.keys[0]),
    ]) {
      await refuses(`${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}`);
    }
  });

  it("refuses ES256 with a signature of zeros", () =>
    refuses(forge({ alg: "ES256", kid: central.kid }, central.claims(), Buffer.alloc(64).toString("base64url"))));

  it("refuses keys that the token brings along", async () => {
    const jwk = foreign.publicKey.export({ format: "jwk" });
    await refuses(foreign.sign(central.claims(), { jwk }));
    await refuses(foreign.sign(central.claims(), { jwk, kid: central.kid }));
    await refuses(foreign.sign(central.claims(), { jku: "https://evil.example/jwks.json", kid: central.kid }));
    await refuses(foreign.sign(central.claims(), { x5u: "https://evil.example/cert", kid: central.kid }));
  });

  it("refuses every algorithm but RS256, also where the pool's key names none", async () => {
    const [{ alg: _, ...key }] = central.jwks.keys as unknown as [Record<string, unknown>];
    const anyAlgorithm = keys();
    for (const { issuer } of pools) {
      anyAlgorithm.addJwks(jwksUriOf(issuer), { keys: [key] } as unknown as Jwks);
    }
    const sign = (alg: string) => central.sign(central.claims(), { alg });
    await bearerOf(await sign("RS256"), pools, anyAlgorithm);
    for (const alg of ["RS384", "RS512"]) {
      await assert.rejects(bearerOf(await sign(alg), pools, anyAlgorithm), TokenRefused);
    }
  });

  it("refuses critical extensions that nobody here knows", async () => {
    const header = { alg: "RS256", kid: central.kid, crit: ["b64"], b64: true };
    const good = await central.sign(central.claims(), { crit: ["b64"], b64: true });
    assert.equal(
      JSON.stringify(JSON.parse(Buffer.from(good.split(".")[0]!, "base64url").toString())),
      JSON.stringify(header),
    );
    await refuses(good);
  });

  it("refuses claims that were changed after signing", async () => {
    const [header, , signature] = (await central.sign(central.claims())).split(".");
    const changed = Buffer.from(JSON.stringify(central.claims({ sub: "subject-2" }))).toString("base64url");
    await refuses(`${header}.${changed}.${signature}`);
  });

  it("refuses what is not one unpadded token after Bearer", async () => {
    const good = await central.sign(central.claims());
    assert.equal(tokenOf(`bearer ${good}`), good);
    const headers = [
      "",
      good,
      `Basic ${good}`,
      `Bearer ${good}=`,
      `Bearer ${good} x`,
      `Bearer ${good}.x`,
      `Bearer  `,
      `Bearer ${good}, Bearer ${good}`,
    ];
    for (const header of [...headers, `Bearer ${"a".repeat(9000)}`, undefined, 7]) {
      assert.throws(() => tokenOf(header), TokenRefused, String(header));
    }
  });

  it("refuses to judge while no keys can be had", async () => {
    const silent = new SigningKeys(
      {
        fetch: () => Promise.reject(new Error("down")),
        load: () => Promise.reject(new Error("down")),
        save: async () => {},
      },
      () => {},
    );
    await assert.rejects(bearerOf(await central.sign(central.claims()), pools, silent), SigningKeysUnavailable);
  });
});

function without(claims: JWTPayload, name: string): JWTPayload {
  const { [name]: _, ...rest } = claims;
  return rest;
}

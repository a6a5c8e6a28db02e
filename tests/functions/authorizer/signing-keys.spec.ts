import assert from "node:assert/strict";
import type { Jwks, JwksCache } from "aws-jwt-verify/jwk";
import { SigningKeysUnavailable, TokenRefused } from "../../../functions/authorizer/errors";
import { jwksText, keySource } from "../../../functions/authorizer/key-store";
import { jwksUriOf, SigningKeys } from "../../../functions/authorizer/signing-keys";
import { startTables, type Tables } from "../support/tables";

const issuer = "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_pool1";
const uri = jwksUriOf(issuer);
const jwksWith = (...kids: string[]) =>
  ({ keys: kids.map((kid) => ({ kid, kty: "RSA", n: "AQAB", e: "AQAB" })) }) as unknown as Jwks;
const jwt = (kid: unknown) => ({ header: { alg: "RS256", kid }, payload: {} }) as Parameters<JwksCache["getJwk"]>[1];

describe("signing keys", () => {
  let tables: Tables;
  let clock = 0;
  let asked = 0;
  let saved = 0;
  let pool: Jwks | undefined;
  let table: boolean;
  let silent: boolean;
  let warnings: string[];

  before(async () => {
    tables = await startTables();
  });
  after(() => tables.stop());

  beforeEach(async () => {
    clock = 1_800_000_000_000;
    asked = 0;
    saved = 0;
    table = true;
    silent = false;
    pool = jwksWith("one");
    await tables.client.putItem("keys", { pk: issuer });
  });

  /** Keys of a function that has just started; the pool answers `pool`, or not at all. */
  function start(): SigningKeys {
    const stored = keySource(tables.client, "keys", undefined);
    warnings = [];
    return new SigningKeys(
      {
        fetch: async () => {
          asked++;
          if (silent) {
            return new Promise<never>(() => {});
          }
          if (!pool) {
            throw new Error("the pool's Region is down");
          }
          return pool;
        },
        load: stored.load,
        save: (of, jwks) => {
          saved++;
          if (!table) {
            return Promise.reject(new Error("the table is silent"));
          }
          return stored.save(of, jwks);
        },
      },
      (message) => warnings.push(message),
      () => clock,
    );
  }

  it("are asked for once and kept for whoever starts next", async () => {
    const keys = start();
    assert.equal((await keys.getJwk(uri, jwt("one"))).kid, "one");
    await keys.getJwk(uri, jwt("one"));
    assert.deepEqual([asked, saved], [1, 1]);
    await start().getJwk(uri, jwt("one"));
    assert.deepEqual([asked, saved], [2, 1]);
  });

  it("are written again only where they have changed, not where their order has", async () => {
    pool = jwksWith("one", "two");
    await start().getJwk(uri, jwt("one"));
    pool = jwksWith("two", "one");
    await start().getJwk(uri, jwt("one"));
    assert.equal(saved, 1);
    assert.equal(jwksText(pool), jwksText(jwksWith("one", "two")));
    pool = jwksWith("two", "three");
    await start().getJwk(uri, jwt("three"));
    assert.equal(saved, 2);
  });

  it("survive the loss of the pool's Region", async () => {
    await start().getJwk(uri, jwt("one"));
    pool = undefined;
    const keys = start();
    assert.equal((await keys.getJwk(uri, jwt("one"))).kid, "one");
    await keys.getJwk(uri, jwt("one"));
    assert.equal(asked, 2, "the pool rests after it did not answer");
    clock += 10_000;
    await keys.getJwk(uri, jwt("one"));
    assert.equal(asked, 3, "and is asked again after that");
  });

  it("go on in memory when neither the pool nor the table answers", async () => {
    const keys = start();
    await keys.getJwk(uri, jwt("one"));
    pool = undefined;
    clock += 2 * 3_600_000;
    assert.equal((await keys.getJwk(uri, jwt("one"))).kid, "one");
  });

  it("in memory are good for an hour", async () => {
    const keys = start();
    await keys.getJwk(uri, jwt("one"));
    clock += 3_599_000;
    await keys.getJwk(uri, jwt("one"));
    assert.equal(asked, 1);
  });

  it("follow a rotation, but are not asked for with every made-up id", async () => {
    const keys = start();
    await keys.getJwk(uri, jwt("one"));
    clock += 10_000;
    pool = jwksWith("two");
    assert.equal((await keys.getJwk(uri, jwt("two"))).kid, "two");
    for (let index = 0; index < 20; index++) {
      await assert.rejects(keys.getJwk(uri, jwt(`made-up-${index}`)), TokenRefused);
    }
    assert.equal(asked, 2);
  });

  it("refuses a key that the pool has withdrawn, within the hour", async () => {
    const keys = start();
    await keys.getJwk(uri, jwt("one"));
    pool = jwksWith("two");
    clock += 3_600_000;
    await assert.rejects(keys.getJwk(uri, jwt("one")), TokenRefused);
  });

  it("refuses to judge without any keys", async () => {
    pool = undefined;
    await assert.rejects(start().getJwk(uri, jwt("one")), SigningKeysUnavailable);
  });

  it("refuses a token without a key id", () => assert.rejects(start().getJwk(uri, jwt(undefined)), TokenRefused));

  const reason = (expected: string) => (error: unknown) => error instanceof TokenRefused && error.reason === expected;

  it("refuses by name a token of a made-up key and one without, also where the pool has just been asked", async () => {
    const keys = start();
    await assert.rejects(keys.getJwk(uri, jwt("made-up")), reason("unknown-key"));
    clock += 10_000;
    await assert.rejects(keys.getJwk(uri, jwt("made-up")), reason("unknown-key"));
    assert.equal(asked, 2);
    await assert.rejects(keys.getJwk(uri, jwt(7)), reason("no-key-id"));
  });

  it("are asked for once by many tokens at a time", async () => {
    const keys = start();
    await Promise.all(Array.from({ length: 5 }, () => keys.getJwk(uri, jwt("one"))));
    assert.deepEqual([asked, saved], [1, 1]);
    clock += 3_600_000;
    await keys.getJwk(uri, jwt("one"));
    assert.equal(asked, 2, "and again when they are old");
  });

  it("that are young stay so when the pool does not answer to a made-up id", async () => {
    const keys = start();
    await keys.getJwk(uri, jwt("one"));
    pool = undefined;
    clock += 10_000;
    await assert.rejects(keys.getJwk(uri, jwt("made-up")), reason("unknown-key"));
    clock += 10_000;
    await keys.getJwk(uri, jwt("one"));
    assert.equal(asked, 2);
  });

  it("warns where they cannot be kept, and goes on", async () => {
    table = false;
    assert.equal((await start().getJwk(uri, jwt("one"))).kid, "one");
    assert.deepEqual(warnings, [`the keys of ${issuer} could not be kept`]);
  });

  it("says whose keys cannot be had, and why", async () => {
    pool = undefined;
    await assert.rejects(start().getJwk(uri, jwt("one")), (error: Error) => {
      assert.equal(error.message, `no keys of ${issuer} can be had`);
      return (error.cause as Error).message === "the pool's Region is down";
    });
  });

  describe("when somebody asks whether they work", () => {
    it("do with the pool's, with those in memory and with the kept ones, though the pool is silent", async () => {
      const keys = start();
      await keys.probe(uri);
      assert.deepEqual([asked, saved], [1, 1]);
      silent = true;
      clock += 3_600_000;
      await keys.probe(uri);
      assert.equal(asked, 2, "the pool is asked all the same");
      await start().probe(uri);
      assert.equal(asked, 3);
    });

    it("are not read from the table where they are in memory", async () => {
      let loads = 0;
      const source = {
        fetch: async () => jwksWith("one"),
        load: async () => void loads++,
        save: async () => {},
      };
      const keys = new SigningKeys(source, assert.fail);
      keys.addJwks(uri, jwksWith("one"));
      await keys.probe(uri);
      assert.equal(loads, 0);
    });

    it("do with the pool's where the table refuses", async () => {
      const fetch = async () => {
        await new Promise(setImmediate);
        return jwksWith("one");
      };
      const load = () => Promise.reject(new Error("no such table"));
      await new SigningKeys({ fetch, load, save: async () => {} }, assert.fail).probe(uri);
    });

    it("refuses where there are none, and says whose", async () => {
      pool = undefined;
      await assert.rejects(start().probe(uri), (error: Error) => {
        assert.ok(error instanceof SigningKeysUnavailable);
        return error.message === `no keys of ${issuer} can be had`;
      });
    });
  });

  it("in memory alone are those that were asked for, or given", async () => {
    const keys = start();
    const cached = (kid: unknown) => keys.getCachedJwk(uri, jwt(kid));
    assert.throws(() => cached("one"), reason("unknown-key"));
    keys.addJwks(uri, jwksWith("one"));
    assert.equal(cached("one").kid, "one");
    assert.throws(() => cached("two"), reason("unknown-key"));
    assert.equal(asked, 0);
  });
});

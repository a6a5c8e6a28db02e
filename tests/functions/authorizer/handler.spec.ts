/** The authorizer as Lambda runs it: whenever it cannot be sure it throws, and no policy leaves it. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import { Day } from "../support/day";
import { type Front, startFront } from "../support/front";
import { type Call, startHandler } from "../support/handler";
import { forge, newPool } from "../support/pool";
import { acme, startTables, type Tables } from "../support/tables";

const methodArn = "arn:aws:execute-api:ca-west-1:123456789012:abc/v1/GET/v1/profile";
const stageArn = "arn:aws:execute-api:ca-west-1:123456789012:abc/v1/*";

describe("the authorizer handler", () => {
  const pool = newPool("ca-central-1");
  const west = newPool("ca-west-1");
  const stranger = newPool("us-east-1");
  let tables: Tables;
  let front: Front;
  let cognito: Server;
  let day: Day;
  /** How the pool answers when it is asked for its keys; undefined: its connection is cut. */
  let keys: { status: number; body: string } | undefined;
  let asked: number;

  before(async () => {
    tables = await startTables();
    front = await startFront(() => tables.endpoint);
    cognito = createServer((_, response) => {
      asked++;
      if (!keys) {
        return response.destroy();
      }
      return response.writeHead(keys.status).end(keys.body);
    });
    await new Promise<void>((resolve) => cognito.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    cognito.closeAllConnections();
    await new Promise((resolve) => cognito.close(resolve));
    await front.stop();
    await tables.stop();
  });
  beforeEach(async () => {
    day = new Day();
    asked = 0;
    keys = { status: 200, body: JSON.stringify(pool.jwks) };
    front.silent.clear();
    front.calls.length = 0;
    await tables.client.putItem("keys", { pk: pool.issuer });
    for (const region of ["ca-central-1", "ca-west-1"]) {
      await tables.putRegion({ region });
    }
  });
  afterEach(() => day.end());

  const start = (table = "keys") =>
    startHandler("authorizer", {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://127.0.0.1:${(cognito.address() as AddressInfo).port}/`,
      JURISDICTION: "CA",
      REGISTRY_TABLE: "registry",
      SNAPSHOT_BUCKET: "snapshot",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      SIGNING_KEYS_TABLE: table,
    });
  const ask = (call: Call, token: string) => call({ type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn });
  const refused = { name: "Error", message: "Unauthorized" };
  const reported = ({ thrown }: { thrown: Error | undefined }) =>
    thrown && { name: thrown.name, message: thrown.message };

  /** Whatever is brought along: honest, or not. */
  const tokens: [string, () => Promise<string>][] = [
    ["an honest token", () => pool.sign(pool.claims())],
    ["a token that somebody else signed", () => stranger.sign(pool.claims(), { kid: pool.kid })],
    ["a token with a made-up signature", async () => forge({ alg: "RS256", kid: pool.kid }, pool.claims())],
    ["a token of a made-up key", async () => forge({ alg: "RS256", kid: "made-up" }, pool.claims())],
  ];
  /** Whatever stands in the way of being sure, and what is thrown then. */
  const doubts: [string, () => unknown, string][] = [
    [
      "neither the pool nor the kept keys can be read",
      () => {
        keys = undefined;
        front.silent.add("keys");
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool is gone and no keys were kept",
      () => {
        keys = undefined;
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool answers 500 and no keys were kept",
      () => {
        keys = { status: 500, body: JSON.stringify(pool.jwks) };
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool answers what is no JSON",
      () => {
        keys = { status: 200, body: "<html>" };
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool answers what are no keys",
      () => {
        keys = { status: 200, body: "{}" };
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool answers more than it can have",
      () => {
        keys = { status: 200, body: JSON.stringify({ ...pool.jwks, more: "x".repeat(150 * 1024) }) };
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool is gone and what was kept are no keys",
      async () => {
        keys = undefined;
        await tables.client.putItem("keys", { pk: pool.issuer, jwks: "[]" });
      },
      "SigningKeysUnavailable",
    ],
    [
      "the pool is gone and what was kept is no text",
      async () => {
        keys = undefined;
        await tables.client.putItem("keys", { pk: pool.issuer, jwks: pool.jwks });
      },
      "SigningKeysUnavailable",
    ],
    ["the registry is silent", () => front.silent.add("registry"), "PoolsUnavailable"],
    [
      "no Region has published a pool",
      async () => {
        for (const region of ["ca-central-1", "ca-west-1"]) {
          await tables.putRegion({ region, userPoolId: "" });
        }
      },
      "PoolsUnavailable",
    ],
    [
      "the registry gives the rows of another jurisdiction",
      async () => {
        for (const region of ["ca-central-1", "ca-west-1"]) {
          await tables.putRegion({ region, jurisdiction: "US" });
        }
      },
      "PoolsUnavailable",
    ],
  ];
  const codes: Record<string, string> = {
    SigningKeysUnavailable: "signing-keys-unavailable",
    PoolsUnavailable: "pools-unavailable",
  };
  for (const [doubt, arrange, error] of doubts) {
    for (const [what, make] of tokens) {
      it(`refuses to judge ${what} where ${doubt}`, async () => {
        await arrange();
        const { result, thrown, log } = await ask(start(), await make());
        assert.equal(result, undefined);
        assert.ok(thrown);
        assert.equal(thrown.name, error);
        assert.match(thrown.message, /^.{10,}$/);
        assert.deepEqual(
          log.filter(({ status }) => status !== undefined).map(({ status, code }) => [status, code]),
          [[500, codes[error]]],
        );
      });
    }
  }

  it("refuses to judge where the table of keys is not there and the pool is gone", async () => {
    keys = undefined;
    const { result, thrown } = await ask(start("not-there"), await pool.sign(pool.claims()));
    assert.deepEqual([result, thrown?.name], [undefined, "SigningKeysUnavailable"]);
  });

  for (const [what, make] of tokens.slice(1)) {
    it(`refuses ${what} with the keys of the pool, and with those that were kept of it`, async () => {
      const call = start();
      const { thrown, result, log } = await ask(call, await make());
      assert.deepEqual([reported({ thrown }), result], [refused, undefined]);
      assert.deepEqual(
        log.map(({ status, code }) => [status, code]),
        [[401, "token-refused"]],
      );
      keys = undefined;
      assert.deepEqual(reported(await ask(start(), await make())), refused);
    });
  }

  it("refuses what is no token at all, and an event that is none", async () => {
    const call = start();
    for (const event of [{}, { authorizationToken: "Bearer x" }, { authorizationToken: "Basic amFuZTpkb2U=" }]) {
      assert.deepEqual(reported(await call({ type: "TOKEN", methodArn, ...event })), refused);
    }
    const { thrown, result, log } = await call(undefined);
    assert.deepEqual([thrown?.name, result], ["TypeError", undefined]);
    assert.deepEqual(
      log.map(({ status, code }) => [status, code]),
      [[500, "internal-error"]],
    );
  });

  it("refuses an honest token for what is no method of an API", async () => {
    const token = await pool.sign(pool.claims());
    const { thrown, log } = await start()({ type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn: "*" });
    assert.deepEqual(reported({ thrown }), refused);
    assert.deepEqual([log.length, log[0]!.reason], [1, "method-arn"]);
  });

  it("lets an honest token in, to the stage that was asked", async () => {
    const { result } = await ask(start(), await pool.sign(pool.claims()));
    assert.deepEqual(result, {
      principalId: "subject-1",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: stageArn }],
      },
      context: { organization: acme, jurisdiction: "CA", subject: "subject-1" },
    });
  });

  it("keeps the keys of a pool for whoever starts when it is gone, and says that it goes on with them", async () => {
    await ask(start(), await pool.sign(pool.claims()));
    keys = undefined;
    const { result, log } = await ask(start(), await pool.sign(pool.claims()));
    assert.equal(result.principalId, "subject-1");
    const [warning, line] = log;
    assert.deepEqual(warning, {
      level: "WARN",
      timestamp: new Date().toISOString(),
      function: "authorizer",
      message: `the pool ${pool.issuer} does not give its keys; the kept ones are used`,
    });
    assert.equal(line!.status, 200);
  });

  it("refuses a withdrawn key after an hour, and asks the pool no oftener than every ten seconds", async () => {
    const call = start();
    await ask(call, await pool.sign(pool.claims()));
    keys = { status: 200, body: JSON.stringify(west.jwks) };
    day.pass(3_599_999);
    assert.equal((await ask(call, await pool.sign(pool.claims()))).thrown, undefined);
    assert.equal(asked, 1);
    day.pass(1);
    assert.deepEqual(reported(await ask(call, await pool.sign(pool.claims()))), refused);
    assert.equal(asked, 2);
    day.pass(9_999);
    await ask(call, await pool.sign(pool.claims()));
    assert.equal(asked, 2);
    day.pass(1);
    await ask(call, await pool.sign(pool.claims()));
    assert.equal(asked, 3);
  });

  it("asks for its reads as the tables' replicas have them", async () => {
    await ask(start(), await pool.sign(pool.claims()));
    // Of either only what is there counts: what is missing is looked for elsewhere.
    assert.deepEqual(
      front.calls.map(({ operation, tables: [table], input }) => [operation, table, input.ConsistentRead]),
      [
        ["BatchGetItem", "registry", undefined],
        ["GetItem", "keys", false],
        ["PutItem", "keys", undefined],
      ],
    );
  });

  it("leaves one line for each token, with these fields and no others", async () => {
    const call = start();
    const honest = await pool.sign(pool.claims({ email: "jane@example.com" }));
    const { mock: now } = mock.method(performance, "now", () => 1e9); // of a process that has run for days
    const [good] = (await ask(call, honest)).log as [Record<string, unknown>];
    const [bad] = (await ask(call, `${honest}x`)).log as [Record<string, unknown>];
    now.restore();
    assert.deepEqual([good.ms, bad.ms], [0, 0]);
    const { ms: _, ...accepted } = good;
    const { ms: __, ...rejected } = bad;
    assert.deepEqual(accepted, { function: "authorizer", route: "authorize", status: 200, organization: acme });
    assert.deepEqual(rejected, {
      function: "authorizer",
      route: "authorize",
      status: 401,
      code: "token-refused",
      reason: "JwtInvalidSignatureError",
    });
  });
});

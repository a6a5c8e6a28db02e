/** `npm run region -- … --aws`: what it asks and writes of AWS, as it is on the wire. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { type Operator, regionCommand } from "../../../ops/region";
import { regionClient } from "../../../ops/region/target";
import { result as reply, type Scripted, type ScriptedCall, startScripted } from "../../functions/support/scripted-api";
import { run } from "../shared/run";

const [east, west] = ["ca-central-1", "ca-west-1"];
const since = "2026-06-01T12:00:00.000Z";
const variables = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

describe("npm run region --aws", () => {
  let dynamoDb: Scripted;
  let environment: Record<string, string | undefined>;
  /** URL without scheme → status and body; what is not there does not answer. */
  let internet: Record<string, [number, object]>;
  let asked: Set<string>;
  let slept: number;
  let typed: string | undefined;
  /** Whether the other Region's health function hears of what is written in it. */
  let hears: boolean;
  /** Region and partition key → order. */
  let rows: Record<string, object>;

  before(async () => {
    dynamoDb = await startScripted();
    environment = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
  });
  after(async () => {
    for (const name of variables) {
      if (environment[name] === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = environment[name];
      }
    }
    await dynamoDb.stop();
  });
  beforeEach(() => {
    [internet, rows, asked, slept, typed] = [{}, {}, new Set(), 0, undefined];
    hears = true;
    dynamoDb.calls.length = 0;
    dynamoDb.replies = [
      (call, response) => {
        const at = `${regionOf(call)} ${(call.input.Key ?? call.input.Item).pk.S}`;
        if (call.target.endsWith("PutItem")) {
          rows[at] = call.input.Item;
          reply(200, {})(call, response);
        } else {
          reply(200, rows[at] ? { Item: rows[at] } : {})(call, response);
        }
      },
    ];
    mock.method(globalThis, "fetch", async (url: unknown) => {
      const { host, pathname } = new URL(String(url));
      asked.add(host);
      const found = internet[`${host}${pathname}`];
      if (!found) {
        throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ETIMEDOUT" } });
      }
      return Response.json(found[1], { status: found[0] });
    });
  });
  afterEach(() => mock.restoreAll());

  const regionOf = ({ headers }: ScriptedCall) =>
    /Credential=AKIDEXAMPLE\/\d{8}\/([\w-]+)\/dynamodb\/aws4_request/.exec(headers.authorization ?? "")?.[1];
  const operator: Operator = {
    now: () => new Date(since),
    async sleep() {
      slept++;
      // A second or two later the other Region has it, and its health function tells it.
      if (hears && slept === 2 && `${west} evacuation#${east}` in rows) {
        says(west, [`leave ${east}`]);
      }
    },
    ask: async () => typed,
  };
  const at = (...args: string[]) => run(regionCommand(operator), ...args, "--aws");
  const host = (region: string) => `${region}.ca.api.example.com`;
  const says = (region: string, statements: string[]) => {
    internet[`${host(region)}/siblings`] = [200, { statements }];
  };
  const is = (region: string, status: string) => {
    internet[`${host(region)}/healthz`] = [status === "ok" ? 200 : 503, { status, region }];
    internet[`${host(region)}/siblings`] ??= [200, { statements: [] }];
  };
  const row = (state: string) => ({
    pk: { S: `evacuation#${east}` },
    state: { S: state },
    since: { S: since },
    by: { S: "jane" },
  });
  const puts = () => dynamoDb.calls.filter(({ target }) => target === "DynamoDB_20120810.PutItem");

  it("waits for a Region that accepts and stays silent for ten seconds at most", async () => {
    const client = regionClient({ region: east });
    assert.ok(client.middlewareStack.identify().includes("operationLimit - initialize"));
    const handler = client.config.requestHandler as unknown as { configProvider: Promise<Record<string, unknown>> };
    const { connectionTimeout, requestTimeout, throwOnRequestTimeout } = await handler.configProvider;
    assert.deepEqual([connectionTimeout, requestTimeout, throwOnRequestTimeout], [2000, 5000, true]);
    assert.equal(await client.config.maxAttempts(), 2);
    client.destroy();
  });

  it("writes one item in the Region that works, signed for it, and waits until its API tells it", async () => {
    is(west, "ok");
    const { code, stdout, stderr } = await at("evacuate", east, "--by", "jane");
    assert.deepEqual([code, stderr, slept], [0, "", 2]);
    assert.deepEqual(
      puts().map((call) => [regionOf(call), call.input]),
      [[west, { TableName: "home-region-ca-regions", Item: row("evacuated") }]],
    );
    const reads = dynamoDb.calls.filter(({ target }) => target === "DynamoDB_20120810.GetItem");
    assert.deepEqual(
      new Set(reads.map((call) => JSON.stringify([regionOf(call), call.input]))),
      new Set(
        [east, west].flatMap((where) =>
          [`evacuation#${east}`, `evacuation#${west}`, `hold#${where === east ? west : east}`].map((key) =>
            JSON.stringify([
              where,
              { TableName: "home-region-ca-regions", Key: { pk: { S: key } }, ConsistentRead: true },
            ]),
          ),
        ),
      ),
    );
    assert.deepEqual(asked, new Set(["ca.api.example.com", host(east), host(west)]));
    assert.match(
      stdout,
      /^ca-central-1 is evacuated, by order of jane, written through ca-west-1\nca-west-1 tells health/,
    );
    assert.match(stdout, /Route 53 follows within about 20 s/);
    assert.match(stdout, /until: npm run region -- return ca-central-1\n$/);
  });

  it("writes nothing where it was ordered before, and says by whom", async () => {
    is(east, "evacuated");
    is(west, "ok");
    says(west, [`leave ${east}`]);
    rows[`${west} evacuation#${east}`] = row("evacuated");
    const { code, stdout } = await at("evacuate", east, "--by", "joe", "--json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), {
      region: east,
      state: "evacuated",
      through: null,
      order: { state: "evacuated", since, by: "jane" },
      toldBy: west,
    });
    assert.deepEqual(puts(), []);
  });

  it("returns a Region through itself where its sibling does not work, and hears it from itself", async () => {
    is(east, "evacuated");
    is(west, "failed");
    rows[`${east} evacuation#${east}`] = row("evacuated");
    const returned = at("return", east, "--by", "joe");
    is(east, "ok");
    const { code, stdout } = await returned;
    assert.equal(code, 0);
    assert.deepEqual(puts().map(regionOf), [east]);
    assert.match(
      stdout,
      /^ca-central-1 is returned, by order of joe, written through ca-central-1\nca-central-1 itself tells/,
    );
  });

  const hold = (until: string) => {
    const [began, seen] = ["2026-06-01T11:50:00.000Z", "2026-06-01T11:58:00.000Z"];
    const item = { by: west, since: began, seen, until };
    rows[`${west} hold#${east}`] = Object.fromEntries(Object.entries(item).map(([name, text]) => [name, { S: text }]));
  };

  it("says until when a Region is held after a failover, and ends it by a return that nobody has to have evacuated", async () => {
    is(east, "ok");
    is(west, "ok");
    hold("2026-06-01T12:03:00.000Z");
    const line = "    held until 2026-06-01T12:03:00.000Z: ca-west-1 took over at 2026-06-01T11:50:00.000Z";
    assert.ok((await at("status", east)).stdout.split("\n").includes(line));
    const { code, stdout } = await at("return", east, "--by", "joe");
    assert.equal(code, 0);
    assert.match(stdout, /^ca-central-1 is returned, by order of joe, written through ca-west-1\n/);
    assert.deepEqual(
      puts().map((call) => [regionOf(call), call.input.Item.state.S]),
      [[west, "returned"]],
    );
    assert.doesNotMatch((await at("status", east)).stdout, /held/);
    assert.match((await at("return", east, "--by", "joe")).stdout, /in service before.*nothing was written/);
  });

  it("says nothing of a hold that is over, and writes no return for it", async () => {
    is(east, "ok");
    is(west, "ok");
    hold("2026-06-01T11:59:59.000Z");
    assert.doesNotMatch((await at("status", east)).stdout, /held/);
    assert.match((await at("return", east, "--by", "joe")).stdout, /in service before; nothing was written/);
    assert.deepEqual(puts(), []);
  });

  it("tells that nobody has told it within a minute, and leaves with 1", async () => {
    is(east, "ok");
    is(west, "ok");
    hears = false;
    const { code, stdout } = await at("evacuate", east, "--by", "jane");
    assert.deepEqual([code, slept], [1, 61]);
    assert.match(
      stdout,
      /\nnot told within 60 s: health checkers do not know of it yet; fix: npm run region -- status\n$/,
    );
  });

  it("refuses where no Region works, having written nothing", async () => {
    is(east, "failed");
    const { code, stdout, stderr } = await at("evacuate", east, "--by", "jane", "--yes-last-region");
    assert.deepEqual([code, stdout, puts()], [1, "", []]);
    assert.match(
      stderr,
      /^no Region of CA works \(ca-central-1: 503 in \d+ ms, ca-west-1: ETIMEDOUT in \d+ ms\); .*fix: /,
    );
  });

  it("refuses to evacuate the last Region that serves, unless it is said", async () => {
    is(east, "ok");
    for (const word of [undefined, west]) {
      typed = word;
      assert.match(
        (await at("evacuate", east, "--by", "jane")).stderr,
        /^ca-central-1 is the last Region that serves CA/,
      );
    }
    is(west, "ok");
    rows[`${east} evacuation#${west}`] = { ...row("evacuated"), pk: { S: `evacuation#${west}` } };
    assert.match((await at("evacuate", east, "--by", "jane")).stderr, /last Region/, "its sibling is evacuated");
    assert.deepEqual(puts(), []);
    typed = east;
    await at("evacuate", east, "--by", "jane");
    assert.equal(puts().length, 1);
    rows = {};
    internet[`${host(west)}/healthz`] = [503, { status: "evacuated" }];
    await at("evacuate", east, "--by", "jane", "--yes-last-region");
    assert.equal(puts().length, 2);
  });

  it("refuses in an operator's words what AWS refuses", async () => {
    is(east, "ok");
    is(west, "ok");
    for (const [error, message] of [
      ["AccessDeniedException", /^these credentials may not give orders; fix: allow dynamodb:GetItem and PutItem/],
      ["ExpiredTokenException", /^the AWS session has expired; fix: sign in again/],
      ["ResourceNotFoundException", /^there is no table of orders; fix: deploy/],
    ] as const) {
      dynamoDb.replies = [reply(400, { __type: `com.amazonaws.dynamodb.v20120810#${error}`, message: "no" })];
      const { code, stderr } = await at("evacuate", east, "--by", "jane");
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.match((await at("status", east)).stdout, new RegExp(`read in ca-west-1: cannot be read \\(${error}\\)`));
    }
  });

  it("says how each Region is, who is answered and what was ordered", async () => {
    is(west, "ok");
    says(west, [`leave ${east}`]);
    internet["ca.api.example.com/livez"] = [200, { region: west }];
    rows[`${west} evacuation#${east}`] = row("evacuated");
    rows[`${east} evacuation#${west}`] = { ...row("returned"), by: { S: "joe" } };
    const { code, stdout } = await at("status");
    assert.equal(code, 0);
    const lines = stdout.replaceAll(/\d+ ms/g, "N ms").split("\n");
    assert.deepEqual(lines.slice(0, 9), [
      "AWS, example.com",
      "CA  ca.api.example.com: DNS leads to ca-west-1",
      "  ca-central-1   /healthz: no answer (ETIMEDOUT in N ms)",
      "    its order, read in ca-central-1: none",
      `    its order, read in ca-west-1: evacuated since ${since} by jane`,
      "    ca-west-1 tells health checkers to leave it",
      "  ca-west-1      /healthz: ok (200 in N ms)",
      "    its order, read in ca-west-1: none",
      `    its order, read in ca-central-1: returned since ${since} by joe`,
    ]);
    assert.equal(lines[9], "US  us.api.example.com: nobody answers");
    const json = JSON.parse((await at("status", east, "--json")).stdout);
    assert.deepEqual(
      json.map(({ jurisdiction }: { jurisdiction: string }) => jurisdiction),
      ["CA"],
    );
  });
});

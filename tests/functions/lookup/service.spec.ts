import assert from "node:assert/strict";
import { Identities } from "../../../functions/lookup/identities";
import { RateLimit } from "../../../functions/lookup/rate-limit";
import { type Lookup, lookup } from "../../../functions/lookup/service";
import { BatchReader, itemsOf, type ReadItems } from "../../../functions/shared/batch-reader";
import { Directory } from "../../../functions/shared/directory";
import { TableUnavailable } from "../../../functions/shared/errors";
import { registryCopySeconds, staleIfErrorSeconds, unknownCopySeconds } from "../../../functions/shared/freshness";
import type { Home, Problem } from "../../../functions/shared/home";
import { request } from "../support/requests";
import { acme, domain, globex, hashKey, regionIdentity, startTables, type Tables } from "../support/tables";

describe("lookup", () => {
  let tables: Tables;
  let clock: number;
  let reads: string[][];
  let answers: boolean;

  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme }, "acme", "acme.example");
    await tables.putOrganization({ organization: globex, jurisdiction: "US", state: "moving", version: 7 }, "globex");
  });
  after(() => tables.stop());

  /** A lookup that has just started, over a table that can be made to fall silent. */
  function start(): Lookup {
    clock = 1_800_000_000_000;
    reads = [];
    answers = true;
    const read = itemsOf(tables.client, "registry");
    const counting: ReadItems = async (keys) => {
      reads.push(keys);
      if (!answers) throw new TableUnavailable("silent");
      return read(keys);
    };
    const now = () => clock;
    const reader = new BatchReader(counting, now);
    const limits = {
      copySeconds: registryCopySeconds,
      unknownCopySeconds,
      staleSeconds: staleIfErrorSeconds,
      copies: 100,
      unknowns: 100,
    };
    return {
      directory: new Directory(reader, limits, now),
      identities: new Identities(reader, now),
      rateLimit: new RateLimit({ perSecond: 50, burst: 200, clients: 100 }),
      hashKey,
      domain,
      region: "us-east-1",
      now,
    };
  }

  const home = (name: string) => request("GET", `/v1/organizations/${name}/home`);
  const bodyOf = async <T>(reply: ReturnType<typeof lookup>) => JSON.parse((await reply).response.body) as T;

  it("answers by slug with the whole home, endpoints of its jurisdiction only", async () => {
    assert.deepEqual(await bodyOf<Home>(lookup(home("acme"), start())), {
      organization: acme,
      jurisdiction: "CA",
      state: "active",
      endpoints: [
        {
          region: "ca-central-1",
          role: "primary",
          api: "https://ca.api.example.test",
          websocket: "wss://ca.ws.example.test",
        },
        {
          region: "ca-west-1",
          role: "standby",
          api: "https://ca-west-1.ca.api.example.test",
          websocket: "wss://ca-west-1.ca.ws.example.test",
        },
      ],
      identity: {
        issuer: "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_pool1",
        userPoolId: "ca-central-1_pool1",
        clientId: "client-ca-central-1",
      },
      version: 1,
      ttlSeconds: 300,
      staleIfErrorSeconds: 86400,
      notice: null,
    });
  });

  it("gives the same answer by opaque id, by slug in capitals and by e-mail domain", async () => {
    const context = start();
    const bySlug = await bodyOf(lookup(home("ACME"), context));
    assert.deepEqual(await bodyOf(lookup(home(acme), context)), bySlug);
    const byDomain = request("GET", "/v1/homes", { query: { emailDomain: "Acme.Example" } });
    assert.deepEqual(await bodyOf(lookup(byDomain, context)), bySlug);
  });

  it("reads the table once for a cold start's first answer, and not again while the copy is fresh", async () => {
    const context = start();
    await lookup(home("acme"), context);
    await lookup(home("acme"), context);
    assert.equal(reads.length, 1);
    assert.deepEqual(reads[0]?.filter((key) => key.startsWith("region#")).sort(), [
      "region#ca-central-1",
      "region#us-east-1",
    ]);
    clock += registryCopySeconds * 1000;
    await lookup(home("acme"), context);
    assert.equal(reads.length, 2);
  });

  it("joins equal reads that run at the same time", async () => {
    const context = start();
    await Promise.all(Array.from({ length: 20 }, () => lookup(home("acme"), context)));
    assert.equal(reads.length, 1);
    assert.equal(reads[0]?.length, 3);
  });

  it("says how it may be kept, and 304 to a client that has it", async () => {
    const context = start();
    const { response } = await lookup(home("acme"), context);
    assert.equal(response.headers["cache-control"], "public, max-age=300, stale-if-error=86400");
    assert.equal(response.headers["access-control-allow-origin"], "*");
    assert.equal(response.headers.age, "0");
    const etag = response.headers.etag as string;
    assert.match(etag, /^"[\w-]{22}"$/);
    const again = await lookup({ ...home("acme"), headers: new Map([["if-none-match", `"x", W/${etag}`]]) }, context);
    assert.equal(again.response.status, 304);
    assert.equal(again.response.body, "");
    assert.equal(again.response.headers.etag, etag);
  });

  it("answers from its last copy while the table is silent, and says so", async () => {
    const context = start();
    await lookup(home("acme"), context);
    answers = false;
    clock += 3_600_000;
    const { response, stale } = await lookup(home("acme"), context);
    assert.equal(response.status, 200);
    assert.equal(stale, true);
    assert.equal(response.headers.age, "3600");
    assert.equal(response.headers["cache-status"], "home-region; hit; detail=registry-unavailable");
    clock += staleIfErrorSeconds * 1000;
    const tooOld = await lookup(home("acme"), context);
    assert.equal(tooOld.response.status, 503);
  });

  it("refuses to say from memory that there is no such organization", async () => {
    const context = start();
    assert.equal((await lookup(home("nobody"), context)).code, "organization-unknown");
    answers = false;
    clock += unknownCopySeconds * 1000 - 1000;
    assert.equal((await lookup(home("nobody"), context)).code, "organization-unknown");
    clock += 1000;
    const { response, code } = await lookup(home("nobody"), context);
    assert.equal(code, "registry-unavailable");
    assert.equal(response.headers["retry-after"], "5");
  });

  it("refuses to keep a copy that the registry has taken back", async () => {
    const context = start();
    const organization = "org_22222222222222222222222222";
    await tables.putOrganization({ organization });
    assert.equal((await lookup(home(organization), context)).response.status, 200);
    await tables.putOrganization({ organization, jurisdiction: "XX" });
    clock += registryCopySeconds * 1000;
    assert.equal((await lookup(home(organization), context)).code, "home-unservable");
    answers = false;
    clock += 60_000;
    assert.equal((await lookup(home(organization), context)).code, "registry-unavailable");
  });

  it("refuses to wait for a table that was silent a moment ago", async () => {
    const context = start();
    answers = false;
    await lookup(home("acme"), context);
    await lookup(home("globex"), context);
    assert.equal(reads.length, 1);
    clock += 1000;
    await lookup(home("globex"), context);
    assert.equal(reads.length, 2);
  });

  it("answers a batch in the order asked, each with its own result", async () => {
    const body = { organizations: ["globex", "nobody", "acme", "globex", "!"] };
    const reply = await lookup(request("POST", "/v1/homes", { body }), start());
    assert.equal(reply.response.status, 200);
    const { results } = JSON.parse(reply.response.body) as {
      results: { organization: string; home?: Home; problem?: Problem }[];
    };
    assert.deepEqual(
      results.map(({ organization, home, problem }) => [organization, home?.jurisdiction ?? problem?.code]),
      [
        ["globex", "US"],
        ["nobody", "organization-unknown"],
        ["acme", "CA"],
        ["globex", "US"],
        ["!", "invalid-request"],
      ],
    );
    assert.equal(reads.length, 1);
  });

  it("keeps endpoints and identity of another jurisdiction out of every answer", async () => {
    const answer = await bodyOf<Home>(lookup(home("globex"), start()));
    assert.deepEqual([answer.state, answer.version], ["moving", 7]);
    assert.deepEqual(
      answer.endpoints.map(({ region }) => region),
      ["us-east-1", "us-west-2"],
    );
    assert.equal(answer.identity.issuer, regionIdentity("us-east-1").issuer);
    assert.doesNotMatch(JSON.stringify(answer), /ca-central-1|ca-west-1|\bca\.api/);
  });

  for (const [what, row] of [
    ["an issuer elsewhere", { issuer: "https://cognito-idp.us-east-1.amazonaws.com/ca-central-1_pool1" }],
    ["another jurisdiction", { jurisdiction: "US" }],
    ["no pool", { userPoolId: "" }],
  ] as const)
    it(`refuses to send users to an identity row with ${what}`, async () => {
      await tables.putRegion({ region: "ca-central-1", ...row });
      try {
        assert.equal((await lookup(home("acme"), start())).code, "home-unservable");
      } finally {
        await tables.putRegion({ region: "ca-central-1" });
      }
    });

  it("refuses a row that says it is another organization", async () => {
    const organization = "org_33333333333333333333333333";
    await tables.client.putItem("registry", {
      pk: `org#${organization}`,
      organization: acme,
      jurisdiction: "CA",
      state: "active",
      version: 1,
    });
    assert.equal((await lookup(home(organization), start())).code, "home-unservable");
  });

  const refusals: [string, ReturnType<typeof request>, number, string][] = [
    ["a name that is neither slug nor id", home("-acme"), 400, "invalid-request"],
    ["a name that cannot be decoded", home("%E0%A4%A"), 400, "invalid-request"],
    [
      "an e-mail address",
      request("GET", "/v1/homes", { query: { emailDomain: "me@acme.example" } }),
      400,
      "invalid-request",
    ],
    ["no e-mail domain", request("GET", "/v1/homes"), 400, "invalid-request"],
    ["a body that is not JSON", request("POST", "/v1/homes", { body: "{" }), 400, "invalid-request"],
    ["an empty batch", request("POST", "/v1/homes", { body: { organizations: [] } }), 400, "invalid-request"],
    [
      "101 organizations",
      request("POST", "/v1/homes", { body: { organizations: Array(101).fill("acme") } }),
      400,
      "invalid-request",
    ],
    [
      "a form",
      request("POST", "/v1/homes", { body: "a=b", headers: { "content-type": "text/plain" } }),
      415,
      "media-type-unsupported",
    ],
    ["a long body", request("POST", "/v1/homes", { body: " ".repeat(16 * 1024 + 1) }), 413, "body-too-large"],
    ["DELETE", request("DELETE", "/v1/homes"), 405, "method-not-allowed"],
    ["another path", request("GET", "/v1/organizations"), 404, "path-unknown"],
    ["an unknown organization", home("nobody"), 404, "organization-unknown"],
  ];
  for (const [what, asked, status, code] of refusals)
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const { response } = await lookup(asked, start());
      const problem = JSON.parse(response.body) as Problem;
      assert.deepEqual([response.status, problem.status, problem.code], [status, status, code]);
      assert.equal(response.headers["content-type"], "application/problem+json");
      assert.equal(response.headers["access-control-allow-origin"], "*");
    });

  it("refuses a batch with every fault of it at once", async () => {
    const asked = request("POST", "/v1/homes", { body: { organizations: ["acme", 1, null], also: true } });
    const { errors } = await bodyOf<Problem>(lookup(asked, start()));
    assert.deepEqual(
      (errors as { pointer: string }[]).map(({ pointer }) => pointer),
      ["/also", "/organizations/1", "/organizations/2"],
    );
  });

  it("refuses an address that asks too often, and no other", async () => {
    const context = start();
    const batch = request("POST", "/v1/homes", { body: { organizations: Array(100).fill("acme") } });
    assert.equal((await lookup(batch, context)).response.status, 200);
    assert.equal((await lookup(batch, context)).response.status, 200);
    const { response, code } = await lookup(home("acme"), context);
    assert.deepEqual([response.status, code, response.headers["retry-after"]], [429, "too-many-requests", "1"]);
    assert.equal((await lookup({ ...home("acme"), clientAddress: "203.0.113.8" }, context)).response.status, 200);
  });

  it("tells a browser what it may send, and the load balancer that it lives, without the table", async () => {
    const context = start();
    answers = false;
    const preflight = await lookup(request("OPTIONS", "/v1/homes"), context);
    assert.deepEqual(
      [preflight.response.status, preflight.response.headers["access-control-allow-methods"]],
      [204, "GET, HEAD, POST, OPTIONS"],
    );
    assert.equal((await lookup(request("GET", "/healthz"), context)).response.status, 200);
    assert.equal(reads.length, 0);
  });

  it("keeps names and addresses out of what is logged", async () => {
    const { response: _, ...logged } = await lookup(home("acme"), start());
    assert.deepEqual(logged, { route: "/v1/organizations/{organization}/home", organization: acme });
  });
});

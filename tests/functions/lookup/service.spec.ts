import assert from "node:assert/strict";
import { homeOf } from "../../../functions/lookup/response";
import { lookup } from "../../../functions/lookup/service";
import { HomeUnservable } from "../../../functions/shared/errors";
import { registryCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../../../functions/shared/freshness";
import type { Home } from "../../../model/home";
import type { Problem } from "../../../model/problem";
import { homeRequest, startLookup } from "../support/lookup";
import { request } from "../support/requests";
import { acme, domain, globex, regionIdentity, startTables, type Tables } from "../support/tables";

describe("lookup", () => {
  let tables: Tables;

  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme }, "acme", "acme.example");
    await tables.putOrganization({ organization: globex, jurisdiction: "US", state: "moving", version: 7 }, "globex");
  });
  after(() => tables.stop());

  const start = () => startLookup(tables);
  const bodyOf = async <T>(reply: ReturnType<typeof lookup>) => JSON.parse((await reply).response.body) as T;

  it("answers by slug with the whole home, endpoints of its jurisdiction only", async () => {
    assert.deepEqual(await bodyOf<Home>(lookup(homeRequest("acme"), start())), {
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

  it("gives the same response by opaque id, by slug in capitals and by e-mail domain", async () => {
    const context = start();
    const bySlug = await bodyOf(lookup(homeRequest("ACME"), context));
    assert.deepEqual(await bodyOf(lookup(homeRequest(acme), context)), bySlug);
    const byDomain = request("GET", "/v1/homes", { query: { emailDomain: "Acme.Example" } });
    assert.deepEqual(await bodyOf(lookup(byDomain, context)), bySlug);
  });

  it("reads the table once for a cold start's first answer, and not again while the cache entry is fresh", async () => {
    const context = start();
    await lookup(homeRequest("acme"), context);
    await lookup(homeRequest("acme"), context);
    assert.equal(context.reads.length, 1);
    assert.deepEqual(context.reads[0]?.filter((key) => key.startsWith("region#")).sort(), [
      "region#ca-central-1",
      "region#us-east-1",
    ]);
    context.clock += registryCacheSeconds * 1000;
    await lookup(homeRequest("acme"), context);
    assert.equal(context.reads.length, 2);
  });

  it("joins equal reads that run at the same time", async () => {
    const context = start();
    await Promise.all(Array.from({ length: 20 }, () => lookup(homeRequest("acme"), context)));
    assert.equal(context.reads.length, 1);
    assert.equal(context.reads[0]?.length, 3);
  });

  it("says how it may be kept, and 304 to a client that has it", async () => {
    const context = start();
    const { response } = await lookup(homeRequest("acme"), context);
    assert.equal(response.headers["cache-control"], "public, max-age=300, stale-if-error=86400");
    assert.equal(response.headers["access-control-allow-origin"], "*");
    assert.equal(response.headers["timing-allow-origin"], "https://app.example.test");
    assert.equal(response.headers.age, "0");
    const etag = response.headers.etag as string;
    assert.match(etag, /^"[\w-]{22}"$/);
    const again = await lookup(
      { ...homeRequest("acme"), headers: new Map([["if-none-match", `"x", W/${etag}`]]) },
      context,
    );
    assert.equal(again.response.status, 304);
    assert.equal(again.response.body, "");
    assert.equal(again.response.headers.etag, etag);
  });

  it("answers from its last cache entry while the table is silent, and says so", async () => {
    const context = start();
    await lookup(homeRequest("acme"), context);
    context.responds = false;
    context.clock += 3_600_000;
    const { response, stale } = await lookup(homeRequest("acme"), context);
    assert.equal(response.status, 200);
    assert.equal(stale, true);
    assert.equal(response.headers.age, "3600");
    assert.equal(response.headers["cache-status"], "home-region; hit; detail=registry-unavailable");
    context.clock += staleIfErrorSeconds * 1000;
    const tooOld = await lookup(homeRequest("acme"), context);
    assert.equal(tooOld.response.status, 503);
  });

  it("does not wait for a slow registry with a cache entry, and takes in what it says later", async () => {
    const context = start();
    const organization = "org_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    await tables.putOrganization({ organization });
    await lookup(homeRequest(organization), context);
    await tables.putOrganization({ organization, version: 2 });
    let goOn = () => {};
    context.hangs = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    context.clock += 3_600_000;
    let settled = false;
    const asked = Promise.resolve(lookup(homeRequest(organization), context)).finally(() => {
      settled = true;
    });
    context.timeout.advance(249);
    await context.timeout.settle();
    assert.equal(settled, false, "a newer one may still come");
    context.timeout.advance(1);
    const slow = await asked;
    assert.deepEqual(
      [slow.stale, slow.response.headers.age, JSON.parse(slow.response.body).version],
      [true, "3600", 1],
    );
    const nobody = lookup(homeRequest("nobody"), context);
    goOn();
    assert.equal((await nobody).code, "organization-unknown");
    const fresh = await lookup(homeRequest(organization), context);
    assert.deepEqual([fresh.stale, JSON.parse(fresh.response.body).version], [undefined, 2]);
  });

  it("refuses to say from memory that there is no such organization", async () => {
    const context = start();
    assert.equal((await lookup(homeRequest("nobody"), context)).code, "organization-unknown");
    context.responds = false;
    context.clock += unknownCacheSeconds * 1000 - 1000;
    assert.equal((await lookup(homeRequest("nobody"), context)).code, "organization-unknown");
    context.clock += 1000;
    const { response, code } = await lookup(homeRequest("nobody"), context);
    assert.equal(code, "registry-unavailable");
    assert.equal(response.headers["retry-after"], "5");
  });

  it("refuses to keep a cache entry that the registry has taken back", async () => {
    const context = start();
    const organization = "org_22222222222222222222222222";
    await tables.putOrganization({ organization });
    assert.equal((await lookup(homeRequest(organization), context)).response.status, 200);
    await tables.putOrganization({ organization, jurisdiction: "XX" });
    context.clock += registryCacheSeconds * 1000;
    assert.equal((await lookup(homeRequest(organization), context)).code, "home-unservable");
    context.responds = false;
    context.clock += 60_000;
    assert.equal((await lookup(homeRequest(organization), context)).code, "registry-unavailable");
  });

  it("refuses to wait for a table that was silent a moment ago", async () => {
    const context = start();
    context.responds = false;
    await lookup(homeRequest("acme"), context);
    await lookup(homeRequest("globex"), context);
    assert.equal(context.reads.length, 1);
    context.clock += 1000;
    await lookup(homeRequest("globex"), context);
    assert.equal(context.reads.length, 2);
  });

  it("answers a batch in the order asked, each with its own result", async () => {
    const context = start();
    const body = { organizations: ["globex", "nobody", "acme", "globex", "!"] };
    const reply = await lookup(request("POST", "/v1/homes", { body }), context);
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
    assert.equal(context.reads.length, 1);
  });

  it("keeps endpoints and identity of another jurisdiction out of every response", async () => {
    const response = await bodyOf<Home>(lookup(homeRequest("globex"), start()));
    assert.deepEqual([response.state, response.version], ["moving", 7]);
    assert.deepEqual(
      response.endpoints.map(({ region }) => region),
      ["us-east-1", "us-west-2"],
    );
    assert.equal(response.identity.issuer, regionIdentity("us-east-1").issuer);
    assert.doesNotMatch(JSON.stringify(response), /ca-central-1|ca-west-1|\bca\.api/);
  });

  for (const [what, row] of [
    ["an issuer elsewhere", { issuer: "https://cognito-idp.us-east-1.amazonaws.com/ca-central-1_pool1" }],
    ["another jurisdiction", { jurisdiction: "US" }],
    ["no pool", { userPoolId: "" }],
  ] as const) {
    it(`refuses to send users to an identity row with ${what}`, async () => {
      await tables.putRegion({ region: "ca-central-1", ...row });
      try {
        assert.equal((await lookup(homeRequest("acme"), start())).code, "home-unservable");
      } finally {
        await tables.putRegion({ region: "ca-central-1" });
      }
    });
  }

  it("answers soon after a Region has published its identity", async () => {
    const context = start();
    await tables.putRegion({ region: "ca-central-1", userPoolId: "" });
    assert.equal((await lookup(homeRequest("acme"), context)).code, "home-unservable");
    await tables.putRegion({ region: "ca-central-1" });
    context.clock += unknownCacheSeconds * 1000;
    assert.equal((await lookup(homeRequest("acme"), context)).response.status, 200);
  });

  it("refuses to put one jurisdiction's identity into another's answer", () => {
    const row = { organization: acme, jurisdiction: "CA", state: "active" as const, version: 1, notice: null };
    const found = { row, ageSeconds: 0, stale: false };
    assert.throws(
      () => homeOf(found, regionIdentity("us-east-1"), domain),
      (error) => {
        assert.ok(error instanceof HomeUnservable);
        return error.message === "identity of US offered for a home in CA";
      },
    );
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
    assert.equal((await lookup(homeRequest(organization), start())).code, "home-unservable");
  });

  it("tells a browser what it may send, and the load balancer that it lives, without the table", async () => {
    const context = start();
    context.responds = false;
    const preflight = await lookup(request("OPTIONS", "/v1/homes"), context);
    assert.deepEqual(
      [preflight.response.status, preflight.response.headers["access-control-allow-methods"]],
      [204, "GET, HEAD, POST, OPTIONS"],
    );
    assert.equal((await lookup(request("GET", "/livez"), context)).response.status, 200);
    assert.equal(context.reads.length, 0);
  });

  it("keeps names and addresses out of what is logged", async () => {
    const { response: _, ...logged } = await lookup(homeRequest("acme"), start());
    assert.deepEqual(logged, { route: "/v1/organizations/{organization}/home", organization: acme });
  });
});

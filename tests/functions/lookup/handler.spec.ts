/** The lookup as Lambda runs it behind the load balancer, over a registry on the wire: the limits are the handler's own. */
import assert from "node:assert/strict";
import { probeEvent } from "../../../functions/shared/probe";
import { Day } from "../support/day";
import { type Front, startFront } from "../support/front";
import { address, fromBalancer } from "../support/gateway";
import { type Call, startHandler } from "../support/handler";
import { acme, domain, hashSecret, startTables, type Tables } from "../support/tables";

describe("the lookup handler", () => {
  let tables: Tables;
  let front: Front;
  let day: Day;
  let call: Call;

  before(async () => {
    tables = await startTables();
    front = await startFront(() => tables.endpoint);
  });
  after(async () => {
    await front.stop();
    await tables.stop();
  });
  beforeEach(async () => {
    await tables.putOrganization({ organization: acme }, "acme", "acme.example");
    front.silent.clear();
    front.calls.length = 0;
    day = new Day();
    call = startHandler("lookup", {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
      APP_ORIGINS: `app.${domain}`,
      DOMAIN: domain,
      REGISTRY_TABLE: "registry",
      SNAPSHOT_BUCKET: "snapshot",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      REGISTRY_HASH_KEY: hashSecret,
    });
  });
  afterEach(() => day.end());

  const home = (name: string) => call(fromBalancer("GET", `/v1/organizations/${name}/home`));
  const seen = async (name: string) => {
    const { result } = await home(name);
    const { version, code } = JSON.parse(result.body);
    return version ?? code;
  };

  it("says that it works where it runs, and reads nothing for that", async () => {
    const { result, log } = await call(probeEvent);
    assert.deepEqual([result, log, front.calls], [{ dependencies: [] }, [], []]);
  });

  it("asks the registry again after 30 seconds, and not before", async () => {
    assert.equal(await seen(acme), 1);
    await tables.putOrganization({ organization: acme, version: 2 });
    day.pass(29_999);
    assert.equal(await seen(acme), 1);
    day.pass(1);
    assert.equal(await seen(acme), 2);
  });

  it("asks again after 10 seconds for a name that nobody had", async () => {
    const organization = "org_33333333333333333333333333";
    assert.equal(await seen(organization), "organization-unknown");
    await tables.putOrganization({ organization, version: 3 });
    day.pass(9_999);
    assert.equal(await seen(organization), "organization-unknown");
    day.pass(1);
    assert.equal(await seen(organization), 3);
  });

  it("refuses to answer from a cache entry of more than a day while the registry is silent", async () => {
    await home(acme);
    front.silent.add("registry");
    day.pass(86_399_999);
    const { result, log } = await home(acme);
    assert.deepEqual([result.statusCode, result.multiValueHeaders.age, log.at(-1)!.stale], [200, ["86399"], true]);
    day.pass(2_000);
    assert.equal(await seen(acme), "registry-unavailable");
  });

  it("asks for identities again after five minutes", async () => {
    const identities = () =>
      front.calls
        .flatMap(({ input }) => input.RequestItems.registry.Keys)
        .filter(({ pk }) => pk.S === "region#ca-central-1").length;
    await home(acme);
    day.pass(299_999);
    await home(acme);
    assert.equal(identities(), 1);
    day.pass(1);
    await home(acme);
    assert.equal(identities(), 2);
  });

  it("refuses the 201st lookup of one address at a moment, and lets it go on after the second that it is told", async () => {
    const batch = (count: number) =>
      fromBalancer("POST", "/v1/homes", {
        body: JSON.stringify({ organizations: Array(count).fill("acme") }),
        headers: { "content-type": ["application/json"] },
      });
    for (const count of [100, 100]) {
      assert.equal((await call(batch(count))).result.statusCode, 200);
    }
    const { result } = await home("acme");
    assert.deepEqual([result.statusCode, result.multiValueHeaders["retry-after"]], [429, ["1"]]);
    day.pass(1_000);
    assert.equal((await call(batch(50))).result.statusCode, 200);
    assert.equal((await home("acme")).result.statusCode, 429);
  });

  it("reads its own replica as it is: what is behind there is behind for everybody", async () => {
    await home("acme");
    assert.deepEqual(
      front.calls.map(({ operation, tables: [table], input }) => [
        operation,
        table,
        input.RequestItems.registry.ConsistentRead,
      ]),
      [["BatchGetItem", "registry", undefined]],
    );
  });

  it("leaves one line for each request, with these fields and no others: no name, no domain, no address", async () => {
    const requests = [
      fromBalancer("GET", "/v1/organizations/acme/home"),
      fromBalancer("GET", "/v1/homes", { query: { emailDomain: ["acme.example"] } }),
      fromBalancer("GET", "/v1/homes", { query: { emailDomain: ["jane@acme.example"] } }),
      fromBalancer("GET", "/v1/organizations/nobody/home"),
      fromBalancer("GET", "/acme"),
    ];
    const lines: object[] = [];
    for (const request of requests) {
      const { log } = await call(request);
      assert.doesNotMatch(JSON.stringify(log), new RegExp(`acme|nobody|jane|${address}`));
      const [{ ms, ...line }, ...more] = log as [Record<string, unknown>];
      assert.ok(typeof ms === "number" && ms >= 0 && ms < 60_000);
      assert.deepEqual(more, []);
      lines.push(line);
    }
    const route = "/v1/organizations/{organization}/home";
    assert.deepEqual(lines, [
      { function: "lookup", status: 200, route, organization: acme },
      { function: "lookup", status: 200, route: "/v1/homes", organization: acme },
      { function: "lookup", status: 400, route: "/v1/homes", code: "invalid-request" },
      { function: "lookup", status: 404, route, code: "organization-unknown" },
      { function: "lookup", status: 404, route: "unknown", code: "path-unknown" },
    ]);
  });

  it("names in its log what kind of error stood in the way", async () => {
    front.silent.add("registry");
    const line = (await home("acme")).log.at(-1)!;
    assert.deepEqual([line.status, line.code, line.cause], [503, "registry-unavailable", "TableUnavailable"]);
  });
});

/** The profile function as Lambda runs it, over tables on the wire: the limits are the handler's own. */
import assert from "node:assert/strict";
import type { DependencyHealth } from "../../../functions/shared/dependencies";
import { probeEvent } from "../../../functions/shared/probe";
import { Day } from "../support/day";
import { type Front, startFront } from "../support/front";
import { address, fromGateway, subject } from "../support/gateway";
import { type Call, type Outcome, startHandler } from "../support/handler";
import { type Replicated, startReplicated, west } from "../support/replicated";
import { acme, domain, globex, startTables, type Tables } from "../support/tables";

describe("the profile handler", () => {
  let tables: Tables;
  let replicated: Replicated;
  let front: Front;
  let day: Day;
  let call: Call;
  const environment = {
    AWS_REGION: west,
    APP_ORIGINS: `app.${domain}`,
    DOMAIN: domain,
    JURISDICTION: "CA",
    REGISTRY_TABLE: "registry",
    SNAPSHOT_BUCKET: "snapshot",
    AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
    PROFILE_TABLE: "profiles",
    IDEMPOTENCY_TABLE: "idempotency",
    REGIONS_TABLE: "regions",
  };
  const shared = ["registry", "regions"];

  before(async () => {
    tables = await startTables();
    replicated = await startReplicated();
    front = await startFront((table) => (shared.includes(table) ? tables.endpoint : replicated.endpoint(west)));
  });
  after(async () => {
    await front.stop();
    await replicated.stop();
    await tables.stop();
  });
  beforeEach(async () => {
    await tables.putOrganization({ organization: acme });
    await tables.putOrganization({ organization: globex, jurisdiction: "US" });
    front.silent.clear();
    day = new Day();
    call = startHandler("profile", here());
    front.calls.length = 0;
  });
  afterEach(() => day.end());

  const here = () => ({ ...environment, AWS_ENDPOINT_URL_DYNAMODB: front.endpoint });
  const read = (organization = acme) => call(fromGateway("GET", "/v1/profile", { organization }));
  const save = (headers: object, organization = acme) =>
    call(fromGateway("PUT", "/v1/profile", { organization, headers, body: { preferences: { a: 1 } } }));
  const statusOf = ({ result }: Outcome) => result.statusCode;
  const codeOf = ({ result }: Outcome) => JSON.parse(result.body).code;
  /** What was asked of the tables of people. */
  const personal = () => front.calls.filter((call) => !shared.includes(call.tables[0]!));

  it("refuses an organization five seconds after it has moved, and not before it must", async () => {
    const organization = "org_33333333333333333333333333";
    await tables.putOrganization({ organization });
    assert.equal(codeOf(await read(organization)), "profile-absent");
    await tables.putOrganization({ organization, jurisdiction: "US", version: 2 });
    day.pass(4_999);
    assert.equal(codeOf(await read(organization)), "profile-absent");
    day.pass(1);
    front.calls.length = 0;
    assert.equal(codeOf(await read(organization)), "misrouted");
    assert.deepEqual(personal(), []);
  });

  it("knows a new organization within five seconds", async () => {
    const organization = "org_44444444444444444444444444";
    assert.equal(codeOf(await read(organization)), "organization-unknown");
    await tables.putOrganization({ organization });
    day.pass(4_999);
    assert.equal(codeOf(await read(organization)), "organization-unknown");
    day.pass(1);
    assert.equal(codeOf(await read(organization)), "profile-absent");
  });

  it("refuses to believe a home for longer than a day while the registry is silent, and then reads nothing", async () => {
    await read();
    front.silent.add("registry");
    day.pass(86_399_999);
    assert.notEqual(codeOf(await read()), "registry-unavailable");
    assert.ok(
      front.calls.some((call) => call.tables.includes("registry")),
      "it has asked",
    );
    day.pass(1_000);
    front.calls.length = 0;
    const refused = await read();
    assert.deepEqual(
      [statusOf(refused), codeOf(refused), refused.result.headers["retry-after"]],
      [503, "registry-unavailable", "5"],
    );
    assert.deepEqual(personal(), []);
  });

  const order = (state: string) =>
    tables.client.putItem("regions", { pk: `evacuation#${west}`, state, since: "2026-06-01T12:00:00Z", by: "jane" });

  it("refuses everybody while its Region is evacuated, having read nothing of theirs, from five seconds after the order", async () => {
    await read();
    await order("evacuated");
    try {
      day.pass(4_999);
      assert.equal(codeOf(await read()), "profile-absent");
      day.pass(1);
      front.calls.length = 0;
      for (const refused of [await read(), await save({ "If-None-Match": "*" }), await read(globex)]) {
        assert.deepEqual([statusOf(refused), codeOf(refused)], [503, "evacuated"]);
        assert.deepEqual(
          [refused.result.headers["retry-after"], refused.result.headers["home-region"]],
          [undefined, west],
        );
        assert.doesNotMatch(refused.result.body, /jane/);
      }
      assert.deepEqual(
        front.calls.map(({ tables: [table] }) => table),
        ["regions"],
      );
      front.silent.add("regions");
      day.pass(86_400_000);
      assert.equal(codeOf(await read()), "evacuated", "the last value outlives the table");
      front.silent.clear();
      assert.equal(codeOf(await startHandler("profile", here())(fromGateway("GET", "/v1/profile"))), "evacuated");
    } finally {
      await order("returned");
    }
    day.pass(5_000);
    assert.equal(codeOf(await read()), "profile-absent");
  });

  it("refuses to guess whether it is evacuated where it has never been told, and says so to the probe", async () => {
    front.silent.add("regions");
    const refused = await read();
    assert.deepEqual(
      [statusOf(refused), codeOf(refused), refused.result.headers["retry-after"]],
      [503, "unavailable", "5"],
    );
    assert.equal(refused.log[0]!.cause, "regions table");
    assert.deepEqual(personal(), []);
    const { result } = await call(probeEvent);
    assert.equal(result.dependencies.at(-1).code, "table-unavailable");
    front.silent.clear();
    assert.equal(codeOf(await read()), "unavailable", "it backs off for a second");
    day.pass(1_000);
    assert.equal(codeOf(await read()), "profile-absent");
  });

  it("says whether its tables work, having read of each what is nobody's", async () => {
    const states = async () => {
      const { result, log } = await call(probeEvent);
      assert.deepEqual(log, []);
      return result.dependencies.map(({ name, status, code }: DependencyHealth) => [name, status, code]);
    };
    assert.deepEqual(await states(), [
      ["profiles", "ok", undefined],
      ["idempotency", "ok", undefined],
      ["regions", "ok", undefined],
    ]);
    const marker = { S: "health" };
    // At once, so in any order.
    const reads = front.calls.map(({ operation, input }) => [operation, input]);
    const ofProfiles = { TableName: "profiles", Key: { pk: marker, sk: marker }, ConsistentRead: true };
    const ofIdempotency = { TableName: "idempotency", Key: { pk: marker }, ConsistentRead: true };
    const ofRegions = { TableName: "regions", Key: { pk: { S: `evacuation#${west}` } }, ConsistentRead: false };
    assert.deepEqual(
      new Set(reads),
      new Set([
        ["GetItem", ofProfiles],
        ["GetItem", ofIdempotency],
        ["GetItem", ofRegions],
      ]),
    );
    front.silent.add("idempotency");
    assert.deepEqual(await states(), [
      ["profiles", "ok", undefined],
      ["idempotency", "failed", "table-unavailable"],
      ["regions", "ok", undefined],
    ]);
  });

  it("asks for consistent reads of what people have saved, and of the answers that were given", async () => {
    const consistency = () =>
      front.calls.map(({ operation, tables: [table], input }) => [operation, table, input.ConsistentRead]);
    const organization = "org_66666666666666666666666666";
    await tables.putOrganization({ organization });
    await read(organization);
    assert.deepEqual(consistency(), [
      ["GetItem", "regions", false],
      // A home's replica is behind by its replication, which a consistent read does not shorten.
      ["BatchGetItem", "registry", undefined],
      ["GetItem", "profiles", true],
    ]);
    front.calls.length = 0;
    assert.equal(statusOf(await save({ "If-None-Match": "*", "Idempotency-Key": '"k"' }, organization)), 200);
    assert.deepEqual(consistency(), [
      ["GetItem", "idempotency", true],
      ["TransactWriteItems", "profiles", undefined],
    ]);
    assert.deepEqual(front.calls[1]!.tables, ["profiles", "idempotency"]);
  });

  it("asks for a consistent read where a write has met another one and its table does not say which", async () => {
    const organization = "org_55555555555555555555555555";
    await tables.putOrganization({ organization });
    await tables.client.putItem("profiles", {
      pk: organization,
      sk: subject,
      preferences: "{}",
      version: 3,
      updatedAt: "2026-01-01T00:00:00Z",
    });
    // dynalite does not return the item that is there.
    const older = await startFront(() => tables.endpoint);
    try {
      const other = startHandler("profile", { ...environment, AWS_ENDPOINT_URL_DYNAMODB: older.endpoint });
      const { result } = await other(
        fromGateway("PUT", "/v1/profile", { organization, headers: { "If-Match": '"2"' }, body: { preferences: {} } }),
      );
      assert.deepEqual([result.statusCode, JSON.parse(result.body).currentVersion], [412, 3]);
      const reads = older.calls.filter(
        ({ operation, tables: [table] }) => operation === "GetItem" && table !== "regions",
      );
      assert.deepEqual(
        reads.map(({ input }) => [input.TableName, input.ConsistentRead]),
        [["profiles", true]],
      );
    } finally {
      await older.stop();
    }
  });

  it("names each write anew", async () => {
    for (const headers of [{ "If-None-Match": "*" }, { "If-Match": '"1"' }]) {
      await save(headers);
    }
    const ids = front.calls.filter(({ operation }) => operation === "PutItem").map(({ input }) => input.Item.writeId.S);
    assert.equal(new Set(ids).size, 2);
    for (const id of ids) {
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it("leaves one line for each request, with these fields and no others, and neither user nor address", async () => {
    const outcomes = [
      await read(),
      await read(globex),
      await save({}),
      await save({ "If-Match": '"7"', "Idempotency-Key": '"l"' }),
    ];
    for (const { log } of outcomes) {
      const [{ ms, ...line }, ...more] = log as [Record<string, unknown>];
      assert.ok(typeof ms === "number" && ms >= 0);
      assert.deepEqual(more, []);
      assert.doesNotMatch(JSON.stringify(line), new RegExp(`${address}|${subject}`));
      assert.deepEqual(
        Object.keys(line).sort(),
        ["code", "function", "organization", "route", "status"].filter((name) => name in line).sort(),
      );
      assert.deepEqual([line.function, line.route], ["profile", "/v1/profile"]);
    }
    assert.deepEqual(
      outcomes.map(({ log: [line] }) => [line!.status, line!.organization]),
      outcomes.map((outcome, index) => [statusOf(outcome), index === 1 ? globex : acme]),
    );
  });

  it("refuses an event that is none with 500, and logs only what kind of error it was", async () => {
    const { result, log } = await call({ ...fromGateway("GET", "/v1/profile"), httpMethod: 7 });
    assert.deepEqual([result.statusCode, JSON.parse(result.body).code], [500, "internal-error"]);
    const [error, line] = log.map(({ ms: _, timestamp: __, ...rest }) => rest);
    assert.deepEqual(error, { level: "ERROR", function: "profile", error: "TypeError" });
    assert.deepEqual(line, { function: "profile", status: 500, route: "unknown", code: "internal-error" });
    assert.equal(log[0]!.timestamp, new Date(Date.UTC(2026, 10, 2, 9)).toISOString());
  });
});

/** Health as Lambda runs it, behind the load balancer and behind API Gateway. */
import assert from "node:assert/strict";
import { type Front, startFront } from "../support/front";
import { address, fromBalancer, fromGateway } from "../support/gateway";
import { startHandler } from "../support/handler";
import { startTables, type Tables } from "../support/tables";

describe("the health handler", () => {
  let tables: Tables;
  let front: Front;
  before(async () => {
    tables = await startTables();
    front = await startFront(() => tables.endpoint);
  });
  after(async () => {
    await front.stop();
    await tables.stop();
  });
  beforeEach(() => {
    front.calls.length = 0;
    front.silent.clear();
  });

  const named = {
    REGISTRY_TABLE: "registry",
    PROFILE_TABLE: "profiles",
    IDEMPOTENCY_TABLE: "idempotency",
    SIGNING_KEYS_TABLE: "keys",
  };
  const start = (names: Partial<typeof named> = named) =>
    startHandler("health", {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
      JURISDICTION: "CA",
      ...names,
    });

  it("asks each table that it is told of, with a key of nobody's, and no other", async () => {
    const { result } = await start()(fromGateway("GET", "/healthz/deep"));
    assert.equal(result.statusCode, 200);
    assert.deepEqual(
      front.calls.map(({ operation, input: { TableName, Key, ConsistentRead } }) => [
        operation,
        TableName,
        Key,
        ConsistentRead,
      ]),
      [
        ["GetItem", "registry", { pk: { S: "region#ca-west-1" } }, false],
        ["GetItem", "profiles", { pk: { S: "health" }, sk: { S: "health" } }, false],
        ["GetItem", "idempotency", { pk: { S: "health" } }, false],
        ["GetItem", "keys", { pk: { S: "health" } }, false],
      ],
    );
    for (const [variable, table] of Object.entries(named)) {
      front.calls.length = 0;
      await start({ [variable]: table })(fromGateway("GET", "/healthz/deep"));
      assert.deepEqual(
        front.calls.map(({ input }) => input.TableName),
        [table],
      );
    }
  });

  it("refuses with 503 while a table is silent at /healthz/deep, and at /healthz asks none", async () => {
    front.silent.add("profiles");
    const call = start();
    const { result } = await call(fromGateway("GET", "/healthz/deep"));
    assert.equal(result.statusCode, 503);
    const { status, region, jurisdiction, dependencies } = JSON.parse(result.body);
    assert.deepEqual([status, region, jurisdiction], ["failed", "ca-west-1", "CA"]);
    assert.deepEqual(
      dependencies.map(({ ms, ...rest }: { ms: number }) => (Number.isInteger(ms) && ms >= 0 ? rest : ms)),
      [
        { name: "registry", status: "ok" },
        { name: "profile", status: "failed", code: "table-unavailable" },
        { name: "idempotency", status: "ok" },
        { name: "signing-keys", status: "ok" },
      ],
    );
    front.calls.length = 0;
    const shallow = await call(fromBalancer("GET", "/healthz"));
    assert.deepEqual([shallow.result.statusCode, shallow.result.statusDescription, front.calls], [200, "200 OK", []]);
    assert.deepEqual(shallow.result.multiValueHeaders, {
      "content-type": ["application/json"],
      "cache-control": ["no-store"],
    });
  });

  it("leaves one line for each request, with these fields and no others", async () => {
    const call = start({});
    const lines: object[] = [];
    for (const event of [
      fromBalancer("GET", "/healthz"),
      fromGateway("GET", "/healthz/deep"),
      fromGateway("PUT", "/healthz"),
      fromGateway("GET", "/jane"),
    ]) {
      const { log } = await call(event);
      assert.doesNotMatch(JSON.stringify(log), new RegExp(`jane|${address}`));
      const [{ ms: _, ...line }] = log as [Record<string, unknown>];
      lines.push(line);
    }
    assert.deepEqual(lines, [
      { function: "health", status: 200, route: "/healthz" },
      { function: "health", status: 200, route: "/healthz/deep" },
      { function: "health", status: 405, route: "/healthz", code: "method-not-allowed" },
      { function: "health", status: 404, route: "unknown", code: "path-unknown" },
    ]);
  });
});

import assert from "node:assert/strict";
import { dependenciesOf } from "../../../functions/health/checks";
import { health } from "../../../functions/health/service";
import { DynamoDb } from "../../../functions/shared/dynamodb";
import { request } from "../support/requests";
import { startTables, type Tables } from "../support/tables";

describe("health", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
  });
  after(() => tables.stop());

  const here = { region: "ca-central-1", jurisdiction: "CA" };
  const all = { registry: "registry", profile: "profiles", idempotency: "idempotency", signingKeys: "keys" };
  const ask = async (path: string, names: Parameters<typeof dependenciesOf>[2], client = tables.client) => {
    const dependencies = dependenciesOf(client, here.region, names);
    const { response } = await health(request("GET", path), { ...here, dependencies });
    return { status: response.status, body: JSON.parse(response.body), headers: response.headers };
  };
  const silent = () => new DynamoDb({ region: "ca-central-1", endpoint: "http://127.0.0.1:9", timeoutMs: 200 });

  it("is shallow at /healthz: it asks no table", async () =>
    assert.deepEqual((await ask("/healthz", all, silent())).body, { status: "ok", ...here }));

  it("asks every table that is named at /healthz/deep", async () => {
    const { status, body } = await ask("/healthz/deep", all);
    assert.equal(status, 200);
    assert.equal(body.status, "ok");
    assert.deepEqual(
      body.dependencies.map(({ name, status }: { name: string; status: string }) => [name, status]),
      [
        ["registry", "ok"],
        ["profile", "ok"],
        ["idempotency", "ok"],
        ["signing-keys", "ok"],
      ],
    );
    assert.equal((await ask("/healthz/deep", { registry: "registry" })).body.dependencies.length, 1);
  });

  it("refuses with 503 where a table is gone or silent, and says which", async () => {
    const gone = await ask("/healthz/deep", { ...all, profile: "not-there" });
    assert.equal(gone.status, 503);
    const failed = gone.body.dependencies.filter(({ status }: { status: string }) => status === "failed");
    assert.deepEqual(
      failed.map(({ name, code }: { name: string; code: string }) => [name, code]),
      [["profile", "ResourceNotFoundException"]],
    );
    const { body } = await ask("/healthz/deep", { registry: "registry" }, silent());
    assert.equal(body.dependencies[0].code, "table-unavailable");
  });

  it("is never kept", async () => assert.equal((await ask("/healthz", {})).headers["cache-control"], "no-store"));

  it("refuses other paths and methods", async () => {
    const context = { ...here, dependencies: [] };
    assert.equal((await health(request("GET", "/healthz/x"), context)).response.status, 404);
    assert.equal((await health(request("POST", "/healthz"), context)).response.status, 405);
  });
});

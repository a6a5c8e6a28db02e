/** What the authorizer says to the health function: whether it has keys to judge tokens by. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DependencyHealth } from "../../../functions/shared/dependencies";
import { probeEvent } from "../../../functions/shared/probe";
import { type Call, startHandler } from "../support/handler";
import { newPool } from "../support/pool";
import { startTables, type Tables } from "../support/tables";

describe("the authorizer's probe", () => {
  const pool = newPool("ca-central-1");
  const sibling = newPool("ca-west-1");
  let tables: Tables;
  let cognito: Server;
  let lost: boolean;
  before(async () => {
    tables = await startTables();
    cognito = createServer((_, response) => (lost ? response.destroy() : response.end(JSON.stringify(pool.jwks))));
    await new Promise<void>((resolve) => cognito.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    cognito.closeAllConnections();
    await new Promise((resolve) => cognito.close(resolve));
    await tables.stop();
  });
  beforeEach(async () => {
    lost = false;
    await forget(pool.issuer, sibling.issuer);
    for (const region of ["ca-central-1", "ca-west-1"]) {
      await tables.putRegion({ region });
    }
  });

  const forget = (...issuers: string[]) => Promise.all(issuers.map((pk) => tables.client.putItem("keys", { pk })));
  const start = (table = "keys") =>
    startHandler("authorizer", {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://127.0.0.1:${(cognito.address() as AddressInfo).port}/`,
      JURISDICTION: "CA",
      REGISTRY_TABLE: "registry",
      SNAPSHOT_BUCKET: "snapshot",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      SIGNING_KEYS_TABLE: table,
    });
  const states = async (call: Call) => {
    const { result } = await call(probeEvent);
    return result.dependencies.map(({ name, status, code }: DependencyHealth) => [name, status, code]);
  };
  const works = [["signing-keys", "ok", undefined]];

  it("works with the pool's keys, and with kept ones where the pool is lost", async () => {
    const call = start();
    assert.deepEqual(await states(call), works);
    lost = true;
    assert.deepEqual(await states(start()), works);
  });

  it("works with those in memory where the pool is lost and none are kept", async () => {
    const call = start();
    await call(probeEvent);
    lost = true;
    await forget(pool.issuer, sibling.issuer);
    assert.deepEqual(await states(call), works);
  });

  it("works with one pool's where the other's are lost with it: its users are served", async () => {
    for (const gone of [pool, sibling]) {
      lost = false;
      await states(start());
      lost = true;
      await forget(gone.issuer);
      assert.deepEqual(await states(start()), works);
    }
  });

  it("refuses to be well without keys", async () => {
    lost = true;
    const refused = [["signing-keys", "failed", "signing-keys-unavailable"]];
    assert.deepEqual(await states(start()), refused);
    assert.deepEqual(await states(start("not-there")), refused);
  });

  it("refuses to be well without a pool", async () => {
    for (const region of ["ca-central-1", "ca-west-1"]) {
      await tables.putRegion({ region, userPoolId: "" });
    }
    assert.deepEqual(await states(start()), [["signing-keys", "failed", "pools-unavailable"]]);
  });
});

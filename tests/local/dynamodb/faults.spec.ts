import assert from "node:assert/strict";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetItemCommand, ListTablesCommand, PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { idleMs, isKept } from "../../../local/dynamodb/table-keys";
import type { FaultRequest } from "../../../local/faults/types";
import { ManualClock } from "../../support/manual-clock";
import { KeyedTables, keyArn, profiles, registry, roleArn, sdk, tablesGraph } from "../../support/tables";
import { resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const key = (pk: string) => ({ pk: { S: pk } });
const may = { Effect: "Allow", Action: ["dynamodb:*", "kms:Decrypt"], Resource: "*" };
const keyPolicy = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }],
});
const kmsKey = resource("aws:kms/key:Key", "profiles", { policy: keyPolicy }, { region, outputs: { arn: keyArn } });

describe("faults of DynamoDB", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let tables: KeyedTables;
  const clients: DynamoDBClient[] = [];

  beforeEach(async () => {
    clock = new ManualClock();
    twin = await twinContext({ graph: tablesGraph({ statements: [may], key: true, items: [kmsKey] }), clock });
    tables = new KeyedTables(twin);
    await tables.start();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      client.destroy();
    }
    await tables.stop();
    await twin.close();
  });

  const client = (from = region, to = from) => {
    const made = sdk(tables, to, undefined, { endpointOf: from, attempts: 1 });
    clients.push(made);
    return made;
  };
  const add = (fault: Partial<FaultRequest> & { kind: string }) =>
    twin.faults.add({ region, ...fault } as FaultRequest).id;
  const put = (TableName: string, pk: string, by = client()) =>
    by.send(new PutItemCommand({ TableName, Item: key(pk) }));
  const get = (TableName: string, pk: string, by = client()) =>
    by.send(new GetItemCommand({ TableName, Key: key(pk) }));
  const refused = (call: Promise<unknown>, name: string, status: number, message = /./) =>
    assert.rejects(call, (error: any) => {
      assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status], error.message);
      assert.match(error.message, message);
      return true;
    });
  /** Lets the twin's time pass until a call is answered. */
  const passing = async <T>(call: Promise<T>): Promise<T> => {
    let ended = false;
    const end = () => {
      ended = true;
    };
    call.then(end, end);
    while (!ended) {
      await clock.advance(100);
    }
    return call;
  };

  for (const [error, name, status] of [
    ["internal", "InternalServerError", 500],
    ["unavailable", "ServiceUnavailableException", 503],
    ["throttled", "ProvisionedThroughputExceededException", 400],
  ] as const) {
    it(`refuses with ${name} (${status}) what the error "${error}" strikes, and does nothing`, async () => {
      const id = add({ kind: "service-errors", service: "dynamodb", error });
      await refused(put(registry, "a"), name, status);
      await refused(client().send(new ListTablesCommand()), name, status);
      twin.faults.remove(id);
      assert.equal((await get(registry, "a")).Item, undefined);
    });
  }

  it("refuses what is about one table, also within a transaction, and no other", async () => {
    add({ kind: "service-errors", service: "dynamodb", resource: "profiles" });
    await put(registry, "a");
    await refused(put(profiles, "a"), "InternalServerError", 500);
    const TransactItems = [registry, profiles].map((TableName) => ({ Put: { TableName, Item: key("b") } }));
    await refused(client().send(new TransactWriteItemsCommand({ TransactItems })), "InternalServerError", 500);
    assert.equal((await get(registry, "b")).Item, undefined);
  });

  it("answers later while it is slow, by what it is slower than its Region alone", async () => {
    add({ kind: "service-slow", service: "dynamodb", delayMs: 5_000 });
    add({ kind: "region-slow", delayMs: 1_000 });
    const from = clock.now();
    await passing(get(registry, "a"));
    assert.ok(clock.now() - from >= 5_000 && clock.now() - from < 5_500, `${clock.now() - from}`);
  });

  it("gives no response while it is down, and neither replicates nor loses a write", async () => {
    await passing(put(registry, "before"));
    const id = add({ kind: "service-down", service: "dynamodb" });
    const call = put(registry, "never").then(
      () => "answered",
      () => "ended",
    );
    await clock.advance(60_000);
    assert.equal(await Promise.race([call, Promise.resolve("waits")]), "waits");
    assert.equal(await tables.peek(registry, "us-east-1", key("before")), undefined);
    await passing(get(registry, "before", client("us-east-1")));
    twin.faults.remove(id);
    assert.equal(await call, "ended");
    await clock.advance(5_000);
    assert.ok(await tables.peek(registry, "us-east-1", key("before")));
    assert.equal(await tables.peek(registry, region, key("never")), undefined);
  });

  it("counts the writes that wait for a link that is cut, and delivers them when it is back", async () => {
    const id = add({ kind: "link-cut", peerRegion: "us-east-1" });
    for (const pk of ["a", "b", "c"]) {
      await put(registry, pk);
    }
    await passing(put(registry, "d", client("us-east-1")));
    await clock.advance(60_000);
    while (tables.waiting().length > 2) {
      await clock.advance(100);
    }
    assert.deepEqual(tables.waiting(), [
      { table: "registry", from: region, to: "us-east-1", writes: 3 },
      { table: "registry", from: "us-east-1", to: region, writes: 1 },
    ]);
    assert.ok(await tables.peek(registry, "us-west-2", key("a")), "other links are whole");
    twin.faults.remove(id);
    await clock.advance(2_000);
    while (tables.waiting().length > 0) {
      await clock.advance(100);
    }
    for (const pk of ["a", "b", "c"]) {
      assert.ok(await tables.peek(registry, "us-east-1", key(pk)));
    }
    assert.ok(await tables.peek(registry, region, key("d")));
  });

  it("gives no response to another Region over a link that is cut, and a later one over one that lags", async () => {
    const id = add({ kind: "link-cut", peerRegion: "us-east-1" });
    const far = get(registry, "a", client(region, "us-east-1")).then(
      () => "answered",
      () => "ended",
    );
    await passing(get(registry, "a", client(region, "us-west-2")));
    await clock.advance(10_000);
    assert.equal(await Promise.race([far, Promise.resolve("waits")]), "waits");
    twin.faults.remove(id);
    assert.equal(await far, "ended");
    add({ kind: "link-lag", peerRegion: "us-east-1", delayMs: 3_000 });
    const from = clock.now();
    await passing(get(registry, "a", client(region, "us-east-1")));
    assert.ok(clock.now() - from >= 6_000, "there and back");
  });

  it("replicates later over a link that lags, and no later than before when the lag is over", async () => {
    const id = add({ kind: "link-lag", peerRegion: "us-east-1", delayMs: 60_000 });
    await put(registry, "a");
    await clock.advance(30_000);
    assert.equal(await tables.peek(registry, "us-east-1", key("a")), undefined);
    assert.ok(await tables.peek(registry, "us-west-2", key("a")));
    twin.faults.remove(id);
    await clock.advance(100);
    assert.ok(await tables.peek(registry, "us-east-1", key("a")), "it need not wait for the old end");
    add({ kind: "link-lag", peerRegion: "us-east-1", delayMs: 10_000 });
    await put(registry, "b");
    await clock.advance(9_000);
    assert.equal(await tables.peek(registry, "us-east-1", key("b")), undefined);
    await clock.advance(3_000);
    assert.ok(await tables.peek(registry, "us-east-1", key("b")));
  });

  describe("whose tables are encrypted with a customer's key", () => {
    const asRole = () => {
      const made = sdk(tables, region, tables.issue({ roleArn, name: "f", trace: () => undefined }), { attempts: 1 });
      clients.push(made);
      return made;
    };

    for (const [fault, name, status, message] of [
      [
        { error: "access-denied" },
        "AccessDeniedException",
        400,
        /^KMS key access denied error: .*Error Code: AccessDeniedException/,
      ],
      [{ error: "disabled" }, "AccessDeniedException", 400, /The key is disabled.*Error Code: DisabledException/],
      [{ error: "throttled" }, "ThrottlingException", 400, /Rate exceeded/],
      [{ error: "internal" }, "InternalServerError", 500, /./],
      [{ kind: "service-down" }, "InternalServerError", 500, /./],
    ] as const) {
      it(`refuses a new caller with ${name} where KMS has ${JSON.stringify(fault)}; the registry needs no such key`, async () => {
        const id = add({ kind: "service-errors", service: "kms", ...fault });
        const role = asRole();
        await refused(get(profiles, "a", role), name, status, message);
        await get(registry, "a", role);
        twin.faults.remove(id);
        await get(profiles, "a", role);
      });
    }

    it("keeps a table's key for a caller until five minutes have passed without a request", async () => {
      const [busy, idle] = [asRole(), asRole()];
      await get(profiles, "a", busy);
      await get(profiles, "a", idle);
      add({ kind: "service-errors", service: "kms" });
      for (let minute = 0; minute < 5; minute++) {
        await clock.advance(60_000);
        await get(profiles, "a", busy);
      }
      await refused(get(profiles, "a", idle), "AccessDeniedException", 400);
      await clock.advance(299_999);
      await get(profiles, "a", busy);
      await clock.advance(300_000);
      await refused(get(profiles, "a", busy), "AccessDeniedException", 400);
    });

    it("waits for a slow KMS when it has to ask it", async () => {
      add({ kind: "service-slow", service: "kms", delayMs: 4_000 });
      const role = asRole();
      const from = clock.now();
      await passing(get(profiles, "a", role));
      assert.ok(clock.now() - from >= 4_000);
      const asked = clock.now();
      await passing(get(profiles, "a", role));
      assert.ok(clock.now() - asked < 1_000, "it is kept");
    });
  });

  it("keeps a key for less than the documented time without use", () => {
    assert.deepEqual([isKept(undefined, 0), isKept(0, idleMs - 1), isKept(0, idleMs)], [false, true, false]);
  });
});

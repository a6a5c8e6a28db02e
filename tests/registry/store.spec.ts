import assert from "node:assert/strict";
import { mock } from "node:test";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Store } from "../../registry/store";
import { registryClient } from "../../registry/target";
import { refusal, startRegistry, type TestRegistry } from "./registry";

const canceled = (...codes: string[]) =>
  refusal("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });

describe("the registry under an operator's hands", () => {
  let registry: TestRegistry;
  let client: DynamoDBClient;
  let waits: number[];
  let store: Store;

  beforeEach(async () => {
    registry = await startRegistry();
    client = registryClient(registry.target);
    waits = [];
    store = new Store(client, registry.target.table, async (ms) => waits.push(ms));
  });
  afterEach(async () => {
    client.destroy();
    await registry.close();
  });

  const put = (pk: string, more: object = {}) => ({
    Put: { TableName: registry.target.table, Item: { pk: { S: pk } }, ...more },
  });
  /** Between nothing and 50 ms, twice as much each time, at most 2 s. */
  const assertBackOff = (times: number) => {
    assert.equal(waits.length, times);
    for (const [index, ms] of waits.entries()) {
      assert.ok(ms >= 0 && ms <= Math.min(2000, 50 * 2 ** index), `wait ${index + 1}: ${ms} ms`);
    }
  };

  it("is read consistently, each key once, and knows what is not there", async () => {
    await registry.put({ pk: { S: "a" } });
    registry.intercept = (operation, input) => {
      assert.equal(operation, "BatchGetItem");
      const { Keys, ConsistentRead } = input.RequestItems[registry.target.table];
      assert.equal(ConsistentRead, true);
      assert.deepEqual(Keys, [{ pk: { S: "a" } }, { pk: { S: "b" } }]);
    };
    assert.deepEqual(await store.get(["a", "b", "a"]), new Map([["a", { pk: { S: "a" } }]]));
    assert.deepEqual(await store.get([]), new Map());
    assert.deepEqual(registry.calls, { BatchGetItem: 1 });
  });

  it("is asked again for what a read left out, more slowly each time", async () => {
    for (const pk of ["a", "b", "c"]) {
      await registry.put({ pk: { S: pk } });
    }
    const { table } = registry.target;
    registry.intercept = (_operation, input) => {
      const [first, ...others] = input.RequestItems[table].Keys;
      const UnprocessedKeys = others.length > 0 ? { [table]: { ...input.RequestItems[table], Keys: others } } : {};
      return { Responses: { [table]: [first] }, UnprocessedKeys };
    };
    assert.deepEqual([...(await store.get(["a", "b", "c"])).keys()], ["a", "b", "c"]);
    assertBackOff(2);
  });

  it("is read from answers that leave a field out", async () => {
    const { table } = registry.target;
    const responses: object[] = [
      { UnprocessedKeys: { [table]: { Keys: [{ pk: { S: "a" } }] } } },
      { Responses: { [table]: [{ pk: { S: "a" } }] } },
    ];
    registry.intercept = () => responses.shift();
    assert.deepEqual(await store.get(["a"]), new Map([["a", { pk: { S: "a" } }]]));
    assert.deepEqual(responses, []);
  });

  it("is left twice as long each time, at most two seconds, times what chance says", async () => {
    const random = mock.method(Math, "random", () => 0.5);
    try {
      registry.intercept = (_operation, input) => ({ UnprocessedKeys: input.RequestItems });
      await assert.rejects(store.get(["a"]));
      assert.deepEqual(waits, [25, 50, 100, 200, 400, 800, 1000]);
    } finally {
      random.mock.restore();
    }
  });

  it("refuses to read on when it leaves out eight times", async () => {
    registry.intercept = (_operation, input) => ({ UnprocessedKeys: input.RequestItems });
    await assert.rejects(store.get(["a", "b"]), {
      name: "InvalidInput",
      message: `table ${registry.target.table} left 2 reads undone 8 times; fix: wait until it has less to do, then run this again`,
    });
    assert.equal(registry.calls.BatchGetItem, 8);
    assertBackOff(7);
  });

  it("takes all of a transaction or nothing", async () => {
    assert.equal(await store.write([put("a"), put("b")]), true);
    const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
    assert.equal(await store.write([put("c", isNew), put("a", isNew)]), false);
    assert.deepEqual([...(await registry.rows()).keys()].sort(), ["a", "b"]);
    assert.deepEqual(waits, []);
  });

  it("is tried again where another transaction or the table's load held it up", async () => {
    const responses = [canceled("None", "TransactionConflict"), canceled("ThrottlingError", "None")];
    registry.intercept = () => {
      const next = responses.shift();
      if (next) {
        throw next;
      }
    };
    assert.equal(await store.write([put("a"), put("b")]), true);
    assertBackOff(2);
    const waited = [...waits];
    waits.length = 0;
    responses.push(canceled("TransactionConflict", "ConditionalCheckFailed"));
    assert.equal(await store.write([put("a")]), false);
    assert.deepEqual(waits, [], `${waited}`);
  });

  for (const passing of [
    canceled("ProvisionedThroughputExceeded", "None"),
    canceled("None", "ThrottlingError"),
    canceled("TransactionConflict"),
    refusal("TransactionConflictException"),
  ]) {
    it(`is tried again after ${JSON.stringify(passing.body)}`, async () => {
      const responses = [passing];
      registry.intercept = () => {
        const next = responses.shift();
        if (next) {
          throw next;
        }
      };
      assert.equal(await store.write([put("a")]), true);
      assertBackOff(1);
    });
  }

  it("refuses after eight tries, and at once what no try would change", async () => {
    registry.intercept = () => {
      throw canceled("TransactionConflict");
    };
    await assert.rejects(store.write([put("a")]), { name: "TransactionCanceledException" });
    assert.equal(registry.calls.TransactWriteItems, 8);
    assertBackOff(7);
    registry.calls = {};
    for (const refused of [canceled("ValidationError"), canceled(), refusal("AccessDeniedException")]) {
      registry.intercept = () => {
        throw refused;
      };
      await assert.rejects(store.write([put("a")]), { name: refused.code });
    }
    assert.deepEqual(registry.calls, { TransactWriteItems: 3 });
  });
});

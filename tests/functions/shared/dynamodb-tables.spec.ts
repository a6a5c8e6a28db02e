/** The same client over dynalite, which decides itself what it takes and what it refuses. */
import assert from "node:assert/strict";
import { ConditionFailed, TableRefused, TableUnavailable } from "../../../functions/shared/errors";
import { startTables, type Tables } from "../support/tables";

describe("dynamodb client over tables", () => {
  let tables: Tables;
  before(async () => {
    tables = await startTables();
  });
  after(() => tables.stop());

  it("reads and writes every kind of value that the tables have", async () => {
    const item = {
      pk: "kinds",
      text: "é",
      number: 1.5,
      yes: true,
      nothing: null,
      list: [1, "x"],
      map: { a: { b: 1 } },
    };
    await tables.client.putItem("registry", item);
    assert.deepEqual(await tables.client.getItem("registry", { pk: "kinds" }), item);
    assert.equal(await tables.client.getItem("registry", { pk: "absent" }), undefined);
  });

  it("updates under a condition, and refuses where it does not hold", async () => {
    await tables.client.putItem("registry", { pk: "counter", n: 1 });
    const step = () =>
      tables.client.updateItem("registry", { pk: "counter" }, "SET n = :next", {
        expression: "n = :now",
        values: { ":now": 1, ":next": 2 },
      });
    await step();
    await assert.rejects(step(), ConditionFailed);
    assert.equal((await tables.client.getItem("registry", { pk: "counter" }))?.n, 2);
  });

  it("reads any number of keys, a hundred at a time, and leaves out what is not there", async () => {
    for (let index = 0; index < 5; index++) {
      await tables.client.putItem("registry", { pk: `many-${index}` });
    }
    const keys = Array.from({ length: 250 }, (_, index) => ({ pk: `many-${index}` }));
    const items = await tables.client.batchGetItem("registry", keys);
    assert.deepEqual(items.map(({ pk }) => pk).sort(), ["many-0", "many-1", "many-2", "many-3", "many-4"]);
    assert.deepEqual(await tables.client.batchGetItem("registry", []), []);
  });

  it("reads on until it has what dynalite leaves unprocessed, and refuses where that is too much", async () => {
    // dynalite, as DynamoDB does with 16 MB, ends a response at about 1 MB.
    const keys = Array.from({ length: 12 }, (_, index) => ({ pk: `large-${index}` }));
    for (const key of keys) {
      await tables.client.putItem("registry", { ...key, text: "x".repeat(390_000) });
    }
    const items = await tables.client.batchGetItem("registry", keys.slice(0, 4));
    assert.deepEqual(items.map(({ pk }) => pk).sort(), ["large-0", "large-1", "large-2", "large-3"]);
    await assert.rejects(tables.client.batchGetItem("registry", keys), TableUnavailable);
  });

  it("refuses what dynalite refuses, and says as what", async () => {
    const refusedAs = (errorType: string) => (error: unknown) =>
      error instanceof TableRefused && error.errorType === errorType;
    await assert.rejects(tables.client.getItem("not-there", { pk: "a" }), refusedAs("ResourceNotFoundException"));
    await assert.rejects(tables.client.getItem("registry", { id: "a" }), refusedAs("ValidationException"));
    await tables.client.putItem("registry", { pk: "taken" });
    const again = tables.client.putItem("registry", { pk: "taken" }, { expression: "attribute_not_exists(pk)" });
    await assert.rejects(again, ConditionFailed);
  });
});

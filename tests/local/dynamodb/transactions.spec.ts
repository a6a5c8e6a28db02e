import assert from "node:assert/strict";
import { type DynamoDBClient, TransactGetItemsCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { KeyedTables, registry, sdk, tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string, rest: object = {}) => ({ Put: { TableName: registry, Item: key(pk), ...rest } });
const isNew = { ConditionExpression: "attribute_not_exists(pk)" };

describe("transactions", () => {
  let twin: TestTwin;
  let tables: KeyedTables;
  let client: DynamoDBClient;

  before(async () => {
    twin = await twinContext({ graph: tablesGraph() });
    tables = new KeyedTables(twin);
    await tables.start();
    client = sdk(tables, region);
  });
  after(async () => {
    client.destroy();
    await tables.stop();
    await twin.close();
  });

  const write = (TransactItems: any[], ClientRequestToken?: string) =>
    client.send(
      new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken ? { ClientRequestToken } : {}) }),
    );
  const has = async (pk: string) => (await tables.peek(registry, region, key(pk))) !== undefined;

  it("write all rows of an organization", async () => {
    await write([put("org#1", isNew), put("slug#1", isNew), put("email#1", isNew)]);
    const gets = ["org#1", "slug#1", "nobody"].map((pk) => ({ Get: { TableName: registry, Key: key(pk) } }));
    const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: gets }));
    assert.deepEqual(Responses, [{ Item: key("org#1") }, { Item: key("slug#1") }, {}]);
  });

  it("refuses all where one condition fails, with a reason for each", async () => {
    const occupied = put("slug#2", { Item: { ...key("slug#2"), owner: { S: "a" } } });
    await write([occupied]);
    const attempt = write([
      put("org#2", isNew),
      put("slug#2", { ...isNew, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
    ]);
    await assert.rejects(attempt, (error: any) => {
      assert.equal(error.name, "TransactionCanceledException");
      assert.match(error.message, /\[None, ConditionalCheckFailed\]$/);
      const [none, failed] = error.CancellationReasons;
      assert.deepEqual(none, { Code: "None" });
      assert.deepEqual(failed, {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        Item: { ...key("slug#2"), owner: { S: "a" } },
      });
      return true;
    });
    assert.equal(await has("org#2"), false);
  });

  it("update, delete and check in one", async () => {
    await write([put("org#3"), put("slug#3"), put("email#3", { Item: { ...key("email#3"), version: { N: "1" } } })]);
    const update = { UpdateExpression: "ADD version :one", ExpressionAttributeValues: { ":one": { N: "1" } } };
    await write([
      { ConditionCheck: { TableName: registry, Key: key("org#3"), ConditionExpression: "attribute_exists(pk)" } },
      { Delete: { TableName: registry, Key: key("slug#3") } },
      { Update: { TableName: registry, Key: key("email#3"), ...update } },
    ]);
    assert.equal(await has("slug#3"), false);
    assert.deepEqual((await tables.peek(registry, region, key("email#3")))?.version, { N: "2" });
  });

  it("refuses all where an update does not fit its item, and puts back what was written", async () => {
    await write([put("org#4", { Item: { ...key("org#4"), version: { S: "one" } } }), put("slug#4")]);
    const update = { UpdateExpression: "ADD version :one", ExpressionAttributeValues: { ":one": { N: "1" } } };
    const attempt = write([
      put("email#4"),
      { Delete: { TableName: registry, Key: key("slug#4") } },
      { Update: { TableName: registry, Key: key("org#4"), ...update } },
    ]);
    await assert.rejects(attempt, /\[None, None, ValidationError\]/);
    assert.deepEqual([await has("email#4"), await has("slug#4")], [false, true]);
  });

  it("refuses two operations on one item, none, and more than a hundred", async () => {
    await assert.rejects(write([put("org#5"), put("org#5")]), { name: "ValidationException" });
    await assert.rejects(write([]), { name: "ValidationException" });
    const many = Array.from({ length: 101 }, (_, index) => put(`many#${index}`));
    await assert.rejects(write(many), { name: "ValidationException" });
    assert.equal(await has("many#0"), false);
  });

  it("run once for one token, and refuse the token for another transaction", async () => {
    await write([put("org#6", isNew)], "token");
    await write([put("org#6", isNew)], "token");
    await assert.rejects(write([put("org#7")], "token"), { name: "IdempotentParameterMismatchException" });
  });

  it("let exactly one of many that want the same row have it", async () => {
    const attempts = Array.from({ length: 20 }, (_, index) => write([put(`own#${index}`), put("shared", isNew)]));
    const won = (await Promise.allSettled(attempts)).map((attempt) => attempt.status === "fulfilled");
    assert.equal(won.filter(Boolean).length, 1);
    for (const [index, isWinner] of won.entries()) {
      assert.equal(await has(`own#${index}`), isWinner);
    }
  });
});

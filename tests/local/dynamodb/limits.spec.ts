import assert from "node:assert/strict";
import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { KeyedTables, registry, sdk, tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const TableName = registry;
const key = (pk: string) => ({ pk: { S: pk } });

/** A value of so many levels, the attribute itself the first. */
function nested(levels: number, by: "M" | "L"): AttributeValue {
  let value: AttributeValue = { S: "leaf" };
  for (let level = 1; level < levels; level++) {
    value = by === "M" ? { M: { n: value } } : { L: [value] };
  }
  return value;
}

describe("limits of DynamoDB", () => {
  let twin: TestTwin;
  let tables: KeyedTables;
  let client: DynamoDBClient;

  before(async () => {
    twin = await twinContext({ graph: tablesGraph() });
    tables = new KeyedTables(twin);
    await tables.start();
    client = sdk(tables, region, undefined, { attempts: 1 });
  });
  after(async () => {
    client.destroy();
    await tables.stop();
    await twin.close();
  });

  const peek = (pk: string) => tables.peek(registry, region, key(pk));
  const invalid = (message: RegExp) => (error: Error) => {
    assert.equal(error.name, "ValidationException");
    assert.match(error.message, message);
    return true;
  };
  const tooDeep = invalid(/^Nesting Levels have exceeded supported limits/);
  const transact = (TransactItems: any[], ClientRequestToken?: string) =>
    client.send(
      new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken !== undefined && { ClientRequestToken }) }),
    );

  for (const by of ["M", "L"] as const) {
    const item = (pk: string, levels: number) => ({ ...key(pk), data: nested(levels, by) });

    it(`takes 32 levels of ${by}`, async () => {
      await client.send(new PutItemCommand({ TableName, Item: item(`deep ${by}`, 32) }));
      assert.ok(await peek(`deep ${by}`));
    });

    it(`refuses 33 levels of ${by} in an item, an expression's value and a transaction`, async () => {
      const Item = item(`deeper ${by}`, 33);
      await assert.rejects(client.send(new PutItemCommand({ TableName, Item })), tooDeep);
      await assert.rejects(transact([{ Put: { TableName, Item } }]), tooDeep);
      const update = {
        TableName,
        Key: key(`deeper ${by}`),
        UpdateExpression: "SET a = :a",
        ExpressionAttributeValues: { ":a": nested(33, by) },
      };
      await assert.rejects(client.send(new UpdateItemCommand(update)), tooDeep);
      assert.equal(await peek(`deeper ${by}`), undefined);
    });
  }

  it("refuses an update that puts a value where it is too deep, and changes nothing", async () => {
    const Item = { ...key("inner"), a: { M: { b: { S: "as it was" } } } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const set = (levels: number) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key("inner"),
          UpdateExpression: "SET a.b = :deep",
          ExpressionAttributeValues: { ":deep": nested(levels, "M") },
        }),
      );
    await assert.rejects(set(32), tooDeep);
    assert.deepEqual(await peek("inner"), Item);
    await set(31);
    assert.deepEqual((await peek("inner"))!.a!.M.b, nested(31, "M"));
  });

  /** Just so many bytes: names count too. */
  const sized = (pk: string, bytes: number) => ({ ...key(pk), d: { S: "x".repeat(bytes - pk.length - 3) } });
  const tooLarge = invalid(/aggregate size of the items in the transaction exceeds 4 MB/);
  /** 4 MB less what `last` adds. */
  const transaction = (name: string, last: number) =>
    [...Array.from({ length: 10 }, (_, index) => sized(`${name}${index}`, 400_000)), sized(`${name}x`, last)].map(
      (Item) => ({ Put: { TableName, Item } }),
    );
  const left = 4 * 1024 * 1024 - 10 * 400_000;

  it("takes a transaction of 4 MB", async () => {
    await transact(transaction("a", left));
    assert.ok(await peek("ax"));
  });

  it("refuses a transaction of a byte more, and writes nothing of it", async () => {
    await assert.rejects(transact(transaction("b", left + 1)), tooLarge);
    assert.deepEqual([await peek("b0"), await peek("bx")], [undefined, undefined]);
  });

  it("refuses a transaction whose update makes its items more than 4 MB, and puts all back", async () => {
    const old = { ...key("grows"), d: { S: "small" } };
    await client.send(new PutItemCommand({ TableName, Item: old }));
    const update = {
      Update: {
        TableName,
        Key: key("grows"),
        UpdateExpression: "SET d = :d",
        ExpressionAttributeValues: { ":d": { S: "x".repeat(399_000) } },
      },
    };
    await assert.rejects(transact([...transaction("c", left - 1_000), update]), tooLarge);
    assert.deepEqual([await peek("grows"), await peek("c0")], [old, undefined]);
  });

  it("refuses a read of more than 4 MB in one transaction", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `r${index}`);
    for (const pk of names) {
      await client.send(new PutItemCommand({ TableName, Item: sized(pk, 399_000) }));
    }
    const read = (pks: string[]) =>
      client.send(
        new TransactGetItemsCommand({ TransactItems: pks.map((pk) => ({ Get: { TableName, Key: key(pk) } })) }),
      );
    await assert.rejects(read(names), tooLarge);
    assert.equal((await read(names.slice(1))).Responses!.length, 10);
  });

  it("takes a token of 36 characters, and refuses one of 37", async () => {
    const put = [{ Put: { TableName, Item: key("token") } }];
    await transact(put, "t".repeat(36));
    await assert.rejects(transact(put, "t".repeat(37)), invalid(/'clientRequestToken' .* less than or equal to 36/));
  });
});

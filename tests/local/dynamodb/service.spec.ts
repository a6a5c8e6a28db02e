import assert from "node:assert/strict";
import {
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ManualClock } from "../../support/manual-clock";
import { KeyedTables, profiles, registry, sdk, tablesGraph } from "../../support/tables";
import { resource, type TestTwin, twinContext } from "../../support/twin-context";

const home = "ca-central-1";
const key = (pk: string) => ({ pk: { S: pk } });

describe("declared tables, with the AWS SDK", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let tables: KeyedTables;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    const item = { pk: { S: "region#us-east-1" }, issuer: { S: "https://us" } };
    const inputs = { tableName: registry, hashKey: "pk", item: JSON.stringify(item) };
    const items = [resource("aws:dynamodb/tableItem:TableItem", "us", inputs, { stack: "us", region: "us-east-1" })];
    clock = new ManualClock();
    twin = await twinContext({ graph: tablesGraph({ items }), clock });
    tables = new KeyedTables(twin);
    await tables.start();
    await put(home, profiles, "user", "here");
    await put(home, registry, "org", "here");
    await settled();
  });
  after(async () => {
    for (const client of clients) {
      client.destroy();
    }
    await tables.stop();
    await twin.close();
  });
  afterEach(() => {
    for (const fault of twin.faults.list()) {
      twin.faults.remove(fault.id);
    }
  });

  const client = (...options: [region: string, ...rest: any[]]) => {
    const made = sdk(tables, ...options);
    clients.push(made);
    return made;
  };
  const put = (region: string, table: string, pk: string, value: string) =>
    client(region).send(new PutItemCommand({ TableName: table, Item: { ...key(pk), value: { S: value } } }));
  const get = async (region: string, table: string, pk: string) => {
    const { Item } = await client(region).send(new GetItemCommand({ TableName: table, Key: key(pk) }));
    return Item?.value?.S;
  };
  /** Lets the twin's time pass until `done`. */
  const until = async (done: () => boolean) => {
    while (!done()) {
      await clock.advance(100);
    }
  };
  const settled = () => until(() => Object.values(tables.pending()).every((count) => count === 0));

  it("start with the items that stacks declare, in every replica", async () => {
    for (const region of ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"]) {
      const { Item } = await client(region).send(
        new GetItemCommand({ TableName: registry, Key: key("region#us-east-1") }),
      );
      assert.equal(Item?.issuer?.S, "https://us", region);
    }
    assert.deepEqual((await tables.peek("registry", "us-west-2", key("region#us-east-1")))?.issuer, {
      S: "https://us",
    });
  });

  it("are loaded in every replica at once, and refuse an item that does not fit", async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => ({ ...key(`loaded#${index}`), value: { S: `${index}` } }));
    await tables.load("registry", home, rows);
    assert.equal(await get("us-west-2", registry, "loaded#1199"), "1199");
    assert.equal(tables.pending()[registry], 0);
    await put("us-west-2", registry, "loaded#7", "changed");
    await settled();
    assert.equal(await get(home, registry, "loaded#7"), "changed", "what is loaded is older than any write");
    const unfit = { value: { S: "no key" } };
    await assert.rejects(tables.load(registry, home, [key("fits"), unfit]), /Missing the key pk in the item/);
    assert.equal(await tables.peek(registry, home, key("fits")), undefined);
  });

  it("are where they are declared, and nowhere else", async () => {
    const { Table } = await client(home).send(new DescribeTableCommand({ TableName: profiles }));
    assert.deepEqual(
      Table?.Replicas?.map((replica) => replica.RegionName),
      ["ca-west-1"],
    );
    assert.equal(Table?.TableArn, `arn:aws:dynamodb:ca-central-1:123456789012:table/${profiles}`);
    await assert.rejects(get("us-east-1", profiles, "user"), { name: "ResourceNotFoundException" });
  });

  it("refuses to create a table that no stack declares", async () => {
    const { CreateTableCommand } = await import("@aws-sdk/client-dynamodb");
    const input = { TableName: "other", KeySchema: [], AttributeDefinitions: [] };
    await assert.rejects(client(home).send(new CreateTableCommand(input)), { name: "UnknownOperationException" });
  });

  it("replicate writes and deletes after the lag, indexes too", async () => {
    await client(home).send(
      new PutItemCommand({
        TableName: profiles,
        Item: { ...key("u1"), organization: { S: "org" }, value: { S: "1" } },
      }),
    );
    assert.equal(await get("ca-west-1", profiles, "u1"), undefined, "replication takes its time");
    await settled();
    const query = new QueryCommand({
      TableName: profiles,
      IndexName: "by-organization",
      KeyConditionExpression: "organization = :o",
      ExpressionAttributeValues: { ":o": { S: "org" } },
    });
    assert.equal((await client("ca-west-1").send(query)).Count, 1);
    await client("ca-west-1").send(new DeleteItemCommand({ TableName: profiles, Key: key("u1") }));
    await settled();
    assert.equal(await get(home, profiles, "u1"), undefined);
    assert.equal((await client(home).send(query)).Count, 0);
  });

  it("let the last writer win where two Regions write at once", async () => {
    await Promise.all([put(home, profiles, "u2", "first"), put(home, profiles, "u3", "first")]);
    await clock.advance(1);
    await put("ca-west-1", profiles, "u2", "last");
    await settled();
    assert.deepEqual([await get(home, profiles, "u2"), await get("ca-west-1", profiles, "u2")], ["last", "last"]);
    const update = { TableName: profiles, Key: key("u3"), UpdateExpression: "SET #v = :v" };
    const names = {
      ExpressionAttributeNames: { "#v": "value" },
      ExpressionAttributeValues: { ":v": { S: "updated" } },
    };
    await client(home).send(new UpdateItemCommand({ ...update, ...names }));
    await settled();
    assert.equal(await get("ca-west-1", profiles, "u3"), "updated");
  });

  it("check conditions against their own replica only", async () => {
    const once = {
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const create = new PutItemCommand({ TableName: profiles, Item: { ...key("u4"), value: { S: "x" } }, ...once });
    await client(home).send(create);
    await client("ca-west-1").send(create);
    await settled();
    await assert.rejects(client(home).send(create), (error: any) => {
      assert.equal(error.name, "ConditionalCheckFailedException");
      assert.equal(error.Item.value.S, "x");
      return true;
    });
  });

  it("keep what a Region wrote before it went down, and deliver it when it is back", async () => {
    await put(home, registry, "org#1", "kept");
    twin.faults.add({ kind: "region-down", region: home });
    await assert.rejects(get(home, registry, "org#1"), "a Region that is down answers nothing");
    await put("us-east-1", registry, "org#2", "meanwhile");
    assert.equal(await get("us-east-1", registry, "org#1"), undefined);
    twin.faults.remove(`region-down-${home}`);
    await settled();
    assert.equal(await get("us-east-1", registry, "org#1"), "kept");
    assert.equal(await get(home, registry, "org#2"), "meanwhile");
  });

  it("say nothing where the registry's replica is cut off, and only there", async () => {
    await put(home, registry, "org#3", "old");
    await settled();
    twin.faults.add({ kind: "registry-cut-off", region: "ca-west-1" });
    await put(home, registry, "org#3", "new");
    const cut = client("ca-west-1", tables.operator(), { attempts: 1 });
    const ask = new GetItemCommand({ TableName: registry, Key: key("org#3") });
    await assert.rejects(cut.send(ask, { abortSignal: AbortSignal.timeout(100) }), { name: "AbortError" });
    assert.equal(await get("ca-west-1", profiles, "user"), "here", "other tables go on");
    assert.equal(await get("us-east-1", registry, "org"), "here", "other replicas go on");
    assert.equal((await tables.peek(registry, "ca-west-1", key("org#3")))?.value?.S, "old");
    twin.faults.remove("registry-cut-off-ca-west-1");
    await settled();
    assert.equal(await get("ca-west-1", registry, "org#3"), "new");
  });

  it("ends what waited in vain when the fault is over", async () => {
    twin.faults.add({ kind: "registry-cut-off", region: "us-east-1" });
    const waiting = get("us-east-1", registry, "org");
    await new Promise((resolve) => setTimeout(resolve, 50));
    twin.faults.remove("registry-cut-off-us-east-1");
    // The SDK's second attempt gets through.
    assert.equal(await waiting, "here");
  });

  it("answer late in a slow Region", async () => {
    await get(home, profiles, "user");
    twin.faults.add({ kind: "region-slow", region: home, delayMs: 5_000 });
    const startedAt = clock.now();
    let responded = false;
    const asking = get(home, profiles, "user").finally(() => {
      responded = true;
    });
    await until(() => responded);
    assert.equal(await asking, "here");
    assert.ok(clock.now() - startedAt >= 5_000);
  });

  it("follow the Region that a caller signs for, not the endpoint that it was given", async () => {
    const elsewhere = client("us-west-2", tables.operator(), { endpointOf: home });
    const asking = elsewhere.send(new ScanCommand({ TableName: profiles })).then(
      () => "answered",
      (error) => error.name,
    );
    let outcome: string | undefined;
    void asking.then((name) => {
      outcome = name;
    });
    await until(() => outcome !== undefined);
    assert.equal(outcome, "ResourceNotFoundException");
    const nowhere = client("mars-1", tables.operator(), { endpointOf: home });
    await assert.rejects(nowhere.send(new ScanCommand({ TableName: profiles })), { name: "InvalidSignatureException" });
  });

  it("refuses to peek at what is not declared, and says what is", async () => {
    await assert.rejects(tables.peek("nothing", home, key("x")), new RegExp(`${registry}, ${profiles}`));
    assert.throws(() => tables.endpoint("mars-1"), /use one of ca-central-1/);
  });
});

import assert from "node:assert/strict";
import {
  BatchWriteItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { Credentials } from "../../../local/iam/types";
import { KeyedTables, keyArn, profiles, profilesArn, registry, roleArn, sdk, tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const home = "ca-central-1";
const key = (pk: string) => ({ pk: { S: pk } });
const own = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "user#*" } };
const statements = [
  { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:Query"], Resource: profilesArn, Condition: own },
  { Effect: "Allow", Action: "dynamodb:PutItem", Resource: profilesArn },
  { Effect: "Allow", Action: "dynamodb:*", Resource: `${profilesArn}/index/*` },
];

describe("permissions of a function on tables", () => {
  let twin: TestTwin;
  let tables: KeyedTables;
  let credentials: Credentials;
  let trace: string | undefined;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    twin = await twinContext({ graph: tablesGraph({ statements }) });
    tables = new KeyedTables(twin);
    await tables.start();
    credentials = tables.issue({ roleArn, name: "profile", trace: () => trace });
  });
  after(async () => {
    for (const client of clients) {
      client.destroy();
    }
    await tables.stop();
    await twin.close();
  });
  beforeEach(() => {
    trace = undefined;
  });

  const send = (command: any, keys = credentials, region = home) => {
    const client = sdk(tables, region, keys, { attempts: 1 });
    clients.push(client);
    return client.send(command) as Promise<any>;
  };
  const denied = (action: string, resource: string) => ({
    name: "AccessDeniedException",
    message:
      `User: arn:aws:sts::123456789012:assumed-role/profile/profile is not authorized to perform: dynamodb:${action} ` +
      `on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`,
  });

  it("allow what the role's policies grant", async () => {
    await send(new GetItemCommand({ TableName: profiles, Key: key("user#1") }));
    await send(new GetItemCommand({ TableName: profilesArn, Key: key("user#1") }));
  });

  it("refuses every other table, Region and action in AWS's words", async () => {
    const foreign = `arn:aws:dynamodb:${home}:123456789012:table/${registry}`;
    await assert.rejects(
      send(new GetItemCommand({ TableName: registry, Key: key("user#1") })),
      denied("GetItem", foreign),
    );
    const west = profilesArn.replace(home, "ca-west-1");
    const read = new GetItemCommand({ TableName: profiles, Key: key("user#1") });
    await assert.rejects(send(read, credentials, "ca-west-1"), denied("GetItem", west));
    await assert.rejects(send(new ScanCommand({ TableName: profiles })), denied("Scan", profilesArn));
  });

  it("refuses leading keys that are not granted, of items and of queries", async () => {
    const other = new GetItemCommand({ TableName: profiles, Key: key("org#1") });
    await assert.rejects(send(other), denied("GetItem", profilesArn));
    const query = (pk: string) =>
      new QueryCommand({
        TableName: profiles,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: pk } },
      });
    assert.equal((await send(query("user#1"))).Count, 0);
    await assert.rejects(send(query("org#1")), denied("Query", profilesArn));
  });

  it("ask for a permission on the index where one is read", async () => {
    const ExpressionAttributeValues = { ":o": { S: "o" } };
    const query = { TableName: profiles, KeyConditionExpression: "organization = :o", ExpressionAttributeValues };
    assert.equal((await send(new QueryCommand({ ...query, IndexName: "by-organization" }))).Count, 0);
  });

  it("refuses batches and transactions whose parts are not all granted", async () => {
    const Item = key("user#1");
    const batch = new BatchWriteItemCommand({ RequestItems: { [profiles]: [{ PutRequest: { Item } }] } });
    await assert.rejects(send(batch), denied("BatchWriteItem", profilesArn));
    const put = { Put: { TableName: profiles, Item } };
    const remove = { Delete: { TableName: profiles, Key: key("user#2") } };
    await assert.rejects(
      send(new TransactWriteItemsCommand({ TransactItems: [put, remove] })),
      denied("DeleteItem", profilesArn),
    );
    assert.equal(await tables.peek(profiles, home, Item), undefined, "nothing is written");
    await send(new TransactWriteItemsCommand({ TransactItems: [put] }));
    assert.deepEqual(await tables.peek(profiles, home, Item), Item);
  });

  it("refuses a table whose KMS key the role may not use", async () => {
    const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn };
    for (const [granted, code] of [
      [statements, "AccessDeniedException"],
      [[...statements, decrypt], undefined],
    ] as const) {
      const encrypted = new KeyedTables({ ...twin, graph: tablesGraph({ statements: [...granted], key: true }) });
      await encrypted.start();
      const client = sdk(encrypted, home, encrypted.issue({ roleArn, name: "profile", trace: () => undefined }));
      const reading = client.send(new GetItemCommand({ TableName: profiles, Key: key("user#1") }));
      const reported = await reading.then(
        () => undefined,
        (error) => [error.name, error.message],
      );
      client.destroy();
      await encrypted.stop();
      assert.equal(reported?.[0], code);
      if (code) {
        assert.match(reported?.[1], /not authorized to perform: kms:Decrypt on resource: arn:aws:kms:/);
      }
    }
  });

  it("refuses keys that nobody was given", async () => {
    const unknown = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
    const read = new GetItemCommand({ TableName: profiles, Key: key("user#1") });
    await assert.rejects(send(read, unknown), {
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
    const response = await fetch(tables.endpoint(home), { method: "POST", body: "{}" });
    assert.match(JSON.stringify(await response.json()), /MissingAuthenticationTokenException/);
  });

  it("refuses a role that no stack declares", () => {
    const issue = () => tables.issue({ roleArn: "arn:aws:iam::1:role/x", name: "x", trace: () => undefined });
    assert.throws(issue, /no stack declares the role/);
  });

  it("note each call on the running trace, with where and what class of data", async () => {
    trace = twin.ledger.open("Toronto");
    await send(new GetItemCommand({ TableName: profiles, Key: key("user#1") }));
    await send(new ScanCommand({ TableName: profiles })).catch(() => undefined);
    const hops = twin.ledger.trace(trace)!.hops.map(({ at: _, ms: __, trace: ___, ...hop }) => hop);
    const hop = {
      service: "dynamodb",
      resource: "profiles",
      place: home,
      region: home,
      jurisdiction: "CA",
      dataClass: "personal",
    };
    assert.deepEqual(hops, [
      { ...hop, action: "GetItem", outcome: "ok" },
      { ...hop, action: "Scan", outcome: "refused: AccessDeniedException" },
    ]);
  });
});

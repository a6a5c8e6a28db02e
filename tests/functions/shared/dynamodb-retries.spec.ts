/** What the DynamoDB client tries again, after how long, and what it says of the rest. */
import assert from "node:assert/strict";
import type * as https from "node:https";
import { mock } from "node:test";
import { DynamoDb, dynamoDb } from "../../../functions/shared/dynamodb";
import { TableRefused, TableUnavailable, TransactionCanceled } from "../../../functions/shared/errors";
import { Day } from "../support/day";
import { error, result, type Scripted, startScripted } from "../support/scripted-api";

describe("dynamodb client's retries", () => {
  let scripted: Scripted;
  let client: DynamoDb;
  let day: Day;
  before(async () => {
    scripted = await startScripted();
    client = new DynamoDb({ region: "ca-west-1", endpoint: scripted.endpoint });
  });
  after(() => scripted.stop());
  beforeEach(() => {
    scripted.calls = [];
    day = new Day();
  });
  afterEach(() => {
    mock.restoreAll();
    day.end();
  });
  const get = () => client.getItem("t", { pk: "a" });
  const put = { table: "t", item: { pk: "a" } };

  for (const type of [
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ReplicatedWriteConflictException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
    "TransactionConflictException",
    "TransactionInProgressException",
  ]) {
    it(`refuses after ${type} twice, which may pass`, async () => {
      scripted.replies = [error(400, type)];
      await assert.rejects(get(), { name: "TableUnavailable", message: `GetItem was answered with ${type}` });
      assert.equal(scripted.calls.length, 2);
    });
  }

  for (const [status, body, found] of [
    [429, {}, "HTTP 429"],
    [500, {}, "HTTP 500"],
    [503, "", "HTTP 503"],
    [200, "no JSON", "HTTP 200"],
    [500, { __type: "InternalServerError" }, "InternalServerError"],
  ] as const) {
    it(`refuses after ${found} twice`, async () => {
      scripted.replies = [result(status, body)];
      await assert.rejects(get(), { name: "TableUnavailable", message: `GetItem was answered with ${found}` });
      assert.equal(scripted.calls.length, 2);
    });
  }

  for (const [body, message] of [
    [{ __type: "x#ValidationException", message: "m" }, "ValidationException: m"],
    [{ __type: "x#AccessDeniedException", Message: "M" }, "AccessDeniedException: M"],
    [{ __type: "x#ResourceNotFoundException" }, "ResourceNotFoundException: "],
    ["no JSON", "HTTP 400: "],
  ] as const) {
    it(`refuses once, with what was said: ${message}`, async () => {
      scripted.replies = [result(400, body)];
      await assert.rejects(
        get(),
        (error) => error instanceof TableRefused && error.message === `GetItem was refused: ${message}`,
      );
      assert.deepEqual([scripted.calls.length, day.short], [1, []]);
    });
  }

  it("waits 5 to 55 ms before it tries again", async () => {
    scripted.replies = [result(500, "")];
    let random = 0;
    mock.method(Math, "random", () => random);
    for (random of [0, 0.5, 1]) {
      await assert.rejects(get(), TableUnavailable);
    }
    assert.deepEqual(day.short, [5, 30, 55]);
    day.short.length = 0;
    const waited: number[] = [];
    scripted.replies = [
      (call, response) => {
        waited.push(day.short.length);
        result(200, { UnprocessedKeys: call.input.RequestItems })(call, response);
      },
    ];
    const left = { name: "TableUnavailable", message: "2 keys of t were left unprocessed" };
    await assert.rejects(client.batchGetItem("t", [{ pk: "a" }, { pk: "b" }]), left);
    assert.deepEqual([day.short, waited], [[55], [0, 1]]);
  });

  for (const [code, tries] of [
    ["TransactionConflict", 2],
    ["ThrottlingError", 2],
    ["ProvisionedThroughputExceeded", 2],
    ["ConditionalCheckFailed", 1],
    ["ValidationError", 1],
  ] as const) {
    it(`refuses a transaction after ${tries} with ${code} among its reasons`, async () => {
      scripted.replies = [error(400, "TransactionCanceledException", { CancellationReasons: [{}, { Code: code }] })];
      await assert.rejects(client.transactWrite([put, put]), (error) => {
        assert.ok(error instanceof TransactionCanceled);
        assert.deepEqual(
          error.reasons.map((reason) => reason.code),
          ["None", code],
        );
        return true;
      });
      assert.deepEqual([scripted.calls.length, day.short.length], [tries, tries - 1]);
    });
  }

  it("refuses a canceled transaction that says no reasons, and one that is not answered", async () => {
    scripted.replies = [error(400, "TransactionCanceledException")];
    await assert.rejects(
      client.transactWrite([put]),
      (error) => error instanceof TransactionCanceled && error.reasons.length === 0,
    );
    scripted.replies = [(_, response) => response.destroy()];
    await assert.rejects(client.transactWrite([put]), (error) => {
      assert.ok(error instanceof TableUnavailable);
      assert.equal(error.message, `TransactWriteItems was not answered by ${new URL(scripted.endpoint).host}`);
      return (error.cause as { code?: string }).code === "ECONNRESET";
    });
  });

  it("reads consistently only where it is asked to", async () => {
    scripted.replies = [result(200, {})];
    await get();
    await client.getItem("t", { pk: "a" }, true);
    assert.deepEqual(
      scripted.calls.map(({ input }) => input.ConsistentRead),
      [false, true],
    );
  });

  it("sends conditions whole, and nothing of one that is not there", async () => {
    scripted.replies = [result(200, {})];
    await client.putItem("t", { pk: "a" }, { expression: "#v = :v", names: { "#v": "version" }, values: { ":v": 1 } });
    await client.putItem("t", { pk: "a" });
    await client.updateItem("t", { pk: "a" }, "SET x = :x", { expression: "y = :x", values: { ":x": 1 } });
    const returned = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
    assert.deepEqual(
      scripted.calls.map(({ target, input }) => [target, input]),
      [
        [
          "DynamoDB_20120810.PutItem",
          {
            TableName: "t",
            Item: { pk: { S: "a" } },
            ConditionExpression: "#v = :v",
            ExpressionAttributeNames: { "#v": "version" },
            ExpressionAttributeValues: { ":v": { N: "1" } },
            ...returned,
          },
        ],
        ["DynamoDB_20120810.PutItem", { TableName: "t", Item: { pk: { S: "a" } } }],
        [
          "DynamoDB_20120810.UpdateItem",
          {
            TableName: "t",
            Key: { pk: { S: "a" } },
            UpdateExpression: "SET x = :x",
            ConditionExpression: "y = :x",
            ExpressionAttributeValues: { ":x": { N: "1" } },
            ...returned,
          },
        ],
      ],
    );
    for (const { headers } of scripted.calls) {
      assert.equal(headers["content-type"], "application/x-amz-json-1.0");
    }
  });

  it("signs with nothing rather than with a word where there are no credentials", async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.AWS_SECRET_ACCESS_KEY;
    try {
      scripted.replies = [result(200, {})];
      await get();
    } finally {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    }
    const { authorization, ...headers } = scripted.calls[0]!.headers;
    assert.match(String(authorization), /^AWS4-HMAC-SHA256 Credential=\/20261102\//);
    assert.equal("x-amz-security-token" in headers, false);
  });

  it("asks its own Region's DynamoDB, over TLS, where no other endpoint is set", async () => {
    const asked: string[] = [];
    // Nothing may leave this machine: what would be asked is enough.
    mock.method(require("node:https") as typeof https, "request", (url: URL) => {
      asked.push(String(url));
      throw new Error("not sent");
    });
    await assert.rejects(dynamoDb("ca-west-1").getItem("t", { pk: "a" }), TableUnavailable);
    assert.deepEqual(asked, Array(2).fill("https://dynamodb.ca-west-1.amazonaws.com/"));
  });
});

import assert from "node:assert/strict";
import { DynamoDb } from "../../../functions/shared/dynamodb";
import { ConditionFailed, TableRefused, TableUnavailable, TransactionCanceled } from "../../../functions/shared/errors";
import { send } from "../../../functions/shared/json-client";
import { Day } from "../support/day";
import { error, result, type Scripted, type ScriptedReply, startScripted } from "../support/scripted-api";

describe("dynamodb client", () => {
  let scripted: Scripted;
  let client: DynamoDb;

  before(async () => {
    scripted = await startScripted();
    client = new DynamoDb({ region: "ca-west-1", endpoint: scripted.endpoint });
  });
  after(() => scripted.stop());
  let day: Day;
  beforeEach(() => {
    scripted.calls = [];
    day = new Day();
  });
  afterEach(() => day.end());

  const found = result(200, { Item: { pk: { S: "a" } } });
  const get = () => client.getItem("t", { pk: "a" });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  /** Until the server has had so many calls. */
  const called = async (count: number) => {
    while (scripted.calls.length < count) {
      await turn();
    }
  };

  it("signs for its Region and sends the session token", async () => {
    scripted.replies = [found];
    process.env.AWS_SESSION_TOKEN = "session";
    try {
      await get();
    } finally {
      delete process.env.AWS_SESSION_TOKEN;
    }
    const { headers, target } = scripted.calls[0]!;
    assert.equal(target, "DynamoDB_20120810.GetItem");
    assert.match(
      String(headers.authorization),
      /^AWS4-HMAC-SHA256 Credential=\w+\/\d{8}\/ca-west-1\/dynamodb\/aws4_request, /,
    );
    assert.match(String(headers.authorization), /SignedHeaders=[^,]*host[^,]*x-amz-security-token[^,]*x-amz-target/);
    assert.equal(headers["x-amz-security-token"], "session");
  });

  for (const [what, thrown] of [
    ["a 500", result(500, "<html>")],
    ["a throttled answer", error(400, "ProvisionedThroughputExceededException")],
    ["a response that is cut short", result(200, '{"Item":')],
    ["a lost connection", ((_, response) => response.destroy()) as ScriptedReply],
    [
      "a response that breaks off",
      ((_, response) => {
        response.writeHead(200, { "content-length": 100 });
        response.write("{", () => response.destroy());
      }) as ScriptedReply,
    ],
  ] as const) {
    it(`tries once more after ${what}`, async () => {
      scripted.replies = [thrown, found];
      assert.deepEqual(await get(), { pk: "a" });
      assert.equal(scripted.calls.length, 2);
    });

    it(`refuses after ${what} twice`, async () => {
      scripted.replies = [thrown];
      await assert.rejects(get(), TableUnavailable);
      assert.equal(scripted.calls.length, 2);
    });
  }

  for (const [what, silence] of [
    ["a response that never ends", ((_, response) => void response.write("{")) as ScriptedReply],
    ["silence", (() => {}) as ScriptedReply],
  ] as const) {
    it(`waits 600 ms, then tries once more after ${what}`, async () => {
      scripted.replies = [silence, found];
      const asked = get();
      await called(1);
      day.pass(599);
      await turn();
      assert.equal(scripted.calls.length, 1);
      day.pass(1);
      assert.deepEqual(await asked, { pk: "a" });
      assert.equal(scripted.calls.length, 2);
    });

    it(`refuses after ${what} twice, 600 ms each`, async () => {
      scripted.replies = [silence];
      const asked = assert.rejects(get(), TableUnavailable);
      for (const attempt of [1, 2]) {
        await called(attempt);
        day.pass(600);
      }
      await asked;
      assert.equal(scripted.calls.length, 2);
    });
  }

  it("leaves no time-out behind, whether it was answered or not", async () => {
    scripted.replies = [found];
    await get();
    scripted.replies = [error(400, "AccessDeniedException")];
    await assert.rejects(get());
    scripted.replies = [(_, response) => response.destroy()];
    await assert.rejects(get());
    assert.equal(day.waiting, 0);
  });

  it("tries again over a connection of its own", async () => {
    const ports: (number | undefined)[] = [];
    const noting =
      (reply: ScriptedReply): ScriptedReply =>
      (call, response) => {
        ports.push(response.socket?.remotePort);
        reply(call, response);
      };
    scripted.replies = [noting(found), noting(result(500, "")), noting(found), noting(found)];
    await get();
    await get();
    await get();
    const [first, kept, fresh, again] = ports;
    assert.equal(kept, first);
    assert.notEqual(fresh, first);
    assert.equal(again, first);
  });

  it("refuses without a second attempt what would be refused again", async () => {
    scripted.replies = [error(400, "AccessDeniedException")];
    await assert.rejects(
      get(),
      (error) => error instanceof TableRefused && error.errorType === "AccessDeniedException",
    );
    assert.equal(scripted.calls.length, 1);
  });

  it("asks again for keys that were left unprocessed", async () => {
    const left = { t: { Keys: [{ pk: { S: "b" } }] } };
    scripted.replies = [
      result(200, { Responses: { t: [{ pk: { S: "a" } }] }, UnprocessedKeys: left }),
      result(200, { Responses: { t: [{ pk: { S: "b" } }] }, UnprocessedKeys: {} }),
    ];
    assert.deepEqual(await client.batchGetItem("t", [{ pk: "a" }, { pk: "b" }]), [{ pk: "a" }, { pk: "b" }]);
    assert.deepEqual(scripted.calls[1]?.input.RequestItems, left);
  });

  it("refuses to take unprocessed for absent", async () => {
    scripted.replies = [
      (call, response) => result(200, { Responses: {}, UnprocessedKeys: call.input.RequestItems })(call, response),
    ];
    await assert.rejects(client.batchGetItem("t", [{ pk: "a" }]), TableUnavailable);
    assert.equal(scripted.calls.length, 2);
  });

  it("says what is there where a condition does not hold", async () => {
    scripted.replies = [error(400, "ConditionalCheckFailedException", { Item: { version: { N: "7" } } })];
    const write = client.putItem("t", { pk: "a" }, { expression: "attribute_not_exists(pk)" });
    await assert.rejects(write, (error) => error instanceof ConditionFailed && error.current?.version === 7);
    assert.equal(scripted.calls[0]?.input.ReturnValuesOnConditionCheckFailure, "ALL_OLD");
  });

  const puts = [
    { table: "t", item: { pk: "a" }, condition: { expression: "attribute_not_exists(pk)" } },
    { table: "u", item: { pk: "b" } },
  ];
  const canceled = (...reasons: object[]) =>
    error(400, "TransactionCanceledException", { CancellationReasons: reasons });
  const conflict = canceled({ Code: "TransactionConflict" }, { Code: "None" });

  it("puts several items in one transaction, and repeats a lost one under its token", async () => {
    scripted.replies = [(_, response) => response.destroy(), result(200, {})];
    await client.transactWrite(puts);
    assert.equal(scripted.calls[0]?.target, "DynamoDB_20120810.TransactWriteItems");
    const [{ input: first }, { input: second }] = scripted.calls as [any, any];
    assert.deepEqual(first, second);
    assert.match(first.ClientRequestToken, /^[0-9a-f-]{36}$/);
    assert.deepEqual(first.TransactItems, [
      {
        Put: {
          TableName: "t",
          Item: { pk: { S: "a" } },
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        },
      },
      { Put: { TableName: "u", Item: { pk: { S: "b" } } } },
    ]);
  });

  it("makes a transaction that met another one again, as a new one", async () => {
    scripted.replies = [conflict, result(200, {})];
    await client.transactWrite(puts);
    assert.notEqual(scripted.calls[0]?.input.ClientRequestToken, scripted.calls[1]?.input.ClientRequestToken);
  });

  it("refuses a transaction that meets another one twice, or whose condition does not hold, and says why", async () => {
    scripted.replies = [conflict];
    await assert.rejects(client.transactWrite(puts), TransactionCanceled);
    assert.equal(scripted.calls.length, 2);
    scripted.calls = [];
    scripted.replies = [
      canceled({ Code: "ConditionalCheckFailed", Item: { n: { N: "7" } } }, { Code: "TransactionConflict" }),
    ];
    await assert.rejects(client.transactWrite(puts), (error) => {
      assert.ok(error instanceof TransactionCanceled);
      assert.deepEqual(error.reasons, [
        { code: "ConditionalCheckFailed", item: { n: 7 } },
        { code: "TransactionConflict", item: undefined },
      ]);
      return true;
    });
    assert.equal(scripted.calls.length, 1);
  });

  it("tries once more while its own transaction is in progress", async () => {
    scripted.replies = [error(400, "TransactionInProgressException"), result(200, {})];
    await client.transactWrite(puts);
    assert.equal(scripted.calls[0]?.input.ClientRequestToken, scripted.calls[1]?.input.ClientRequestToken);
  });

  it("refuses a response that is longer than it may be", async () => {
    scripted.replies = [result(200, "x".repeat(2000))];
    const url = new URL(scripted.endpoint);
    const request = { url, method: "POST", headers: {}, body: "{}", timeoutMs: 1000 };
    assert.equal((await send({ ...request, maxBytes: 2000 })).body.length, 2000);
    await assert.rejects(send({ ...request, maxBytes: 1999 }), /longer than 1999 bytes/);
  });

  it("refuses when nothing listens", async () => {
    const nobody = new DynamoDb({ region: "ca-west-1", endpoint: "http://127.0.0.1:9" });
    await assert.rejects(nobody.getItem("t", { pk: "a" }), TableUnavailable);
  });
});

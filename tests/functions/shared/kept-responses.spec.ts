/** What is made of the record of a key, whatever DynamoDB says of it. */
import assert from "node:assert/strict";
import type { DynamoDb, Put } from "../../../functions/shared/dynamodb";
import { ConditionFailed, TableRefused, TableUnavailable, TransactionCanceled } from "../../../functions/shared/errors";
import { json } from "../../../functions/shared/http";
import { KeptResponses, once } from "../../../functions/shared/idempotency";
import { request } from "../support/requests";
import { acme } from "../support/tables";

const now = 1_800_000_000;
const owner = { organization: acme, subject: "s" };
const asked = request("PUT", "/v1/x", { body: "b", headers: { "idempotency-key": '"k"' } });
const response = json(200, { a: 1 });
const put = { table: "t", item: { pk: "a" } };

describe("the record of an idempotency key", () => {
  const responsesOf = (parts: Partial<DynamoDb>) =>
    new KeptResponses(
      { getItem: async () => undefined, transactWrite: async () => {}, ...parts } as DynamoDb,
      "answers",
      () => now,
    );
  const ask = (responses: KeptResponses) =>
    once(asked, owner, responses, async (write) => {
      await write!.commit(put, response);
      return { response };
    });
  const canceled =
    (...reasons: [string, object?][]) =>
    () =>
      Promise.reject(
        new TransactionCanceled(
          reasons.map(([code, item]) => ({ code, item: item as Record<string, unknown> | undefined })),
        ),
      );
  /** The transactions of `asked`. */
  const written = async () => {
    const transactions: Put[][] = [];
    await ask(responsesOf({ transactWrite: async (puts) => void transactions.push(puts) }));
    return transactions as [[Put, Put]];
  };
  /** As it is kept of it. */
  const recorded = async () => {
    const [[, { item }]] = await written();
    return item;
  };

  it("is good until it expires, and not a second longer", async () => {
    const item = await recorded();
    assert.deepEqual([item.status, item.expiresAt], [200, now + 14 * 86_400]);
    for (const [expiresAt, replayed] of [
      [now + 1, true],
      [now, undefined],
      [now - 1, undefined],
    ] as const) {
      assert.equal((await ask(responsesOf({ getItem: async () => ({ ...item, expiresAt }) }))).replayed, replayed);
    }
  });

  it("is written where its key is free or its record has expired, after the write itself", async () => {
    const [puts] = await written();
    const { pk, fingerprint, ...item } = puts[1].item;
    assert.match(`${pk} ${fingerprint}`, /^[\w-]{43} [\w-]{43}$/);
    assert.deepEqual(item, {
      status: 200,
      headers: response.headers,
      body: response.body,
      expiresAt: now + 14 * 86_400,
    });
    const condition = { expression: "attribute_not_exists(pk) OR expiresAt <= :now", values: { ":now": now } };
    assert.deepEqual(puts, [put, { table: "answers", item: { pk, fingerprint, ...item }, condition }]);
  });

  it("names the write by key and request", async () => {
    const ids: string[] = [];
    for (const request of [asked, asked, { ...asked, body: Buffer.from("c") }]) {
      await once(request, owner, responsesOf({}), async (write) => {
        ids.push(write!.id);
        return { response };
      });
    }
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[1], ids[2]);
    assert.match(ids[0]!, /^[\w-]{43}\.[\w-]{43}$/);
    assert.equal(ids[0]!.split(".")[0], ids[2]!.split(".")[0]);
  });

  it("that somebody has just written is the response", async () => {
    const reply = await ask(
      responsesOf({ transactWrite: canceled(["None"], ["ConditionalCheckFailed", await recorded()]) }),
    );
    assert.deepEqual([reply.replayed, reply.response.body], [true, response.body]);
    assert.deepEqual(reply.response.headers, { ...response.headers, "idempotency-replayed": "true" });
  });

  for (const [what, transactWrite, code] of [
    ["still being written", canceled(["None"], ["TransactionConflict"]), "request-running"],
    ["written by nobody can tell whom", canceled(["None"], ["ConditionalCheckFailed"]), "idempotency-unavailable"],
    ["not written because the table was busy", canceled(["None"], ["ThrottlingError"]), "idempotency-unavailable"],
    ["not written and no reason is said", canceled(), "idempotency-unavailable"],
    ["of a table that is silent", () => Promise.reject(new TableUnavailable("s")), "idempotency-unavailable"],
    ["of a table that refuses", () => Promise.reject(new TableRefused("T", "s")), "idempotency-unavailable"],
  ] as const) {
    it(`refuses with ${code} where it is ${what}`, async () => {
      const { code: found, response } = await ask(responsesOf({ transactWrite }));
      assert.equal(found, code);
      assert.match(JSON.parse(response.body).detail, /^.{15,}\.$/);
      assert.equal(response.headers["retry-after"], code === "request-running" ? "1" : "5");
    });
  }

  it("refuses what the write's own condition refuses, and whatever nobody foresaw, as it is", async () => {
    const failed = ask(responsesOf({ transactWrite: canceled(["ConditionalCheckFailed", { version: 7 }], ["None"]) }));
    await assert.rejects(failed, (error) => error instanceof ConditionFailed && error.current?.version === 7);
    await assert.rejects(ask(responsesOf({ transactWrite: () => Promise.reject(new RangeError("r")) })), RangeError);
  });

  it("says that a response cannot be told from one that is none", async () => {
    const item = await recorded();
    const malformed = { name: "MalformedRow", message: "a row of the idempotency table is malformed" };
    for (const part of [{ fingerprint: 7 }, { status: "200" }, { body: undefined }, { headers: undefined }]) {
      await assert.rejects(
        ask(responsesOf({ getItem: async () => ({ ...item, ...part }) })),
        malformed,
        JSON.stringify(part),
      );
    }
  });

  it("refuses another request under its key, and a key that is none, and says what to do", async () => {
    const item = await recorded();
    const reused = await ask(responsesOf({ getItem: async () => ({ ...item, fingerprint: "other" }) }));
    assert.equal(reused.code, "idempotency-key-reused");
    assert.match(JSON.parse(reused.response.body).detail, /Make a new one/);
    const wrong = { ...asked, headers: new Map([["idempotency-key", '"']]) };
    const refused = await once(wrong, owner, responsesOf({}), () => assert.fail("not done"));
    assert.equal(refused.code, "invalid-request");
  });

  it("by the clock of the function is in seconds", async () => {
    const transactions: Put[][] = [];
    const transactWrite = async (puts: Put[]) => void transactions.push(puts);
    const tables = { getItem: async () => undefined, transactWrite } as unknown as DynamoDb;
    await ask(new KeptResponses(tables, "answers"));
    const expiresAt = Number(transactions[0]![1]!.item.expiresAt);
    assert.ok(Math.abs(expiresAt - 14 * 86_400 - Date.now() / 1000) < 600 && Number.isInteger(expiresAt));
  });
});

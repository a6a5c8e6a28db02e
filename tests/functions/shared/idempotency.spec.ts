/** `once` as any function can use it: with a write that has no condition of its own, so that only the record holds it back. */
import assert from "node:assert/strict";
import { json } from "../../../functions/shared/http";
import { KeptResponses, type KeyedWrite, once } from "../../../functions/shared/idempotency";
import { east, type Replicated, startReplicated } from "../support/replicated";
import { request } from "../support/requests";
import { acme } from "../support/tables";

const route = "/v1/notes";

describe("a write under an idempotency key", () => {
  let tables: Replicated;
  let done: string[];
  before(async () => {
    tables = await startReplicated();
  });
  after(() => tables.stop());
  beforeEach(() => {
    done = [];
  });

  /** Adds a note: every call that is let through adds another one. */
  async function add(subject: string, key: string, text: string) {
    const client = tables.client(east);
    const owner = { organization: acme, subject };
    const asked = request("POST", route, { body: text, headers: { "idempotency-key": key } });
    const reply = await once(asked, owner, new KeptResponses(client, "idempotency"), async (write?: KeyedWrite) => {
      const note = `note-${Math.random()}`;
      await write!.commit({ table: "profiles", item: { pk: subject, sk: note, text } }, json(201, { note }));
      done.push(note);
      return { response: json(201, { note }) };
    });
    return { status: reply.response.status, code: reply.code, note: JSON.parse(reply.response.body).note };
  }
  const exists = async (subject: string, note: string) =>
    (await tables.client(east).getItem("profiles", { pk: subject, sk: note }, true)) !== undefined;

  it("is done once of many times at once, and every response is of that one", async () => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => add("s1", '"k"', "hello")));
    assert.equal(done.length, 1);
    assert.deepEqual(new Set(responses.map(({ status, note }) => `${status} ${note}`)), new Set([`201 ${done[0]}`]));
    assert.equal(await exists("s1", done[0]!), true);
  });

  it("refuses all but one of several requests that take one key at once", async () => {
    const responses = await Promise.all(["a", "b", "c"].map((text) => add("s2", '"k"', text)));
    assert.deepEqual(responses.map(({ code }) => code).sort(), [
      "idempotency-key-reused",
      "idempotency-key-reused",
      undefined,
    ]);
    assert.equal(done.length, 1);
  });

  it("is done as often as there are keys", async () => {
    for (const key of ['"a"', '"b"', '"c"']) {
      await add("s3", key, "same");
    }
    assert.equal(done.length, 3);
  });
});

/** PUT /v1/profile under an idempotency key, in both Regions of Canada. */
import assert from "node:assert/strict";
import type { ProfileService } from "../../../functions/profile/context";
import { Profiles } from "../../../functions/profile/profiles";
import { profile } from "../../../functions/profile/service";
import type { Directory } from "../../../functions/shared/directory";
import type { DynamoDb } from "../../../functions/shared/dynamodb";
import { TableUnavailable, TransactionCanceled } from "../../../functions/shared/errors";
import { KeptResponses, keptSeconds } from "../../../functions/shared/idempotency";
import { recordId } from "../../../functions/shared/idempotency-key";
import { nobodyEvacuated } from "../support/evacuations";
import { logged } from "../support/handler";
import { east, type Replicated, startReplicated, west } from "../support/replicated";
import { request } from "../support/requests";
import { acme, domain } from "../support/tables";

const row = { organization: acme, jurisdiction: "CA", state: "active", version: 1, notice: null };
const directory = { find: async () => ({ row, stale: false, ageSeconds: 0 }) } as unknown as Directory;

describe("a profile saved under an idempotency key", () => {
  let tables: Replicated;
  let now: number;
  before(async () => {
    tables = await startReplicated();
  });
  after(() => tables.stop());
  beforeEach(() => {
    now = 1_800_000_000;
  });

  let writes = 0;
  const service = (region: string, client: DynamoDb = tables.client(region)): ProfileService => ({
    directory,
    profiles: new Profiles(client, "profiles"),
    responses: new KeptResponses(client, "idempotency", () => now),
    jurisdiction: "CA",
    domain,
    region,
    evacuations: nobodyEvacuated,
    newId: () => `write-${writes++}`,
  });
  let subjects = 0;
  const newUser = () => ({ organization: acme, jurisdiction: "CA", subject: `keyed-${subjects++}` });
  const first = { "if-none-match": "*" };
  const put = (authorizer: Record<string, unknown>, preferences: unknown, key: string, condition: object = first) =>
    request("PUT", "/v1/profile", {
      authorizer,
      headers: { ...(condition as Record<string, string>), ...(key && { "idempotency-key": key }) },
      body: { preferences },
    });
  const reported = async (asked: ReturnType<typeof put>, context: ProfileService) => {
    const { response, code, replayed } = await profile(asked, context);
    const { "idempotency-replayed": header, etag } = response.headers;
    assert.equal(header, replayed ? "true" : undefined);
    return { status: response.status, code, replayed, etag, body: response.body };
  };
  const record = (user: { organization: string; subject: string }, key: string, region = east) =>
    tables.client(region).getItem("idempotency", { pk: recordId(user, key) }, true);

  it("is saved once, and answered the same again", async () => {
    const user = newUser();
    const once = await reported(put(user, { n: 1 }, '"k1"'), service(east));
    const again = await reported(put(user, { n: 1 }, "k1"), service(east));
    assert.deepEqual([once.status, once.etag, once.replayed], [200, '"1"', undefined]);
    assert.deepEqual(again, { ...once, replayed: true });
    await reported(put(user, { n: 2 }, '"k2"', { "if-match": '"1"' }), service(east));
    // Also after somebody has gone on from there.
    assert.deepEqual(await reported(put(user, { n: 1 }, '"k1"'), service(east)), { ...once, replayed: true });
  });

  it("lets pages read that it was a replay", async () => {
    const { response } = await profile(put(newUser(), {}, '"k"'), service(east));
    assert.match(response.headers["access-control-expose-headers"]!, /idempotency-replayed/);
  });

  it("is saved once when it is asked for many times at once", async () => {
    const user = newUser();
    const asked = Array.from({ length: 8 }, () => reported(put(user, { n: 1 }, '"k"'), service(east)));
    const responses = await Promise.all(asked);
    assert.deepEqual(new Set(responses.map(({ status, body }) => `${status} ${body}`)).size, 1);
    assert.deepEqual(responses.map(({ replayed }) => replayed === true).sort(), [false, ...Array(7).fill(true)]);
  });

  it("keeps a record that expires and names nobody", async () => {
    const user = newUser();
    await reported(put(user, { n: 1 }, '"k"'), service(east));
    const { pk, body, fingerprint, ...rest } = (await record(user, "k"))!;
    assert.deepEqual(rest, {
      status: 200,
      headers: { "content-type": "application/json", etag: '"1"' },
      expiresAt: now + keptSeconds,
    });
    assert.ok(!`${pk}${fingerprint}`.includes(user.subject) && !String(pk).includes(acme));
  });

  it("refuses the key for another request, and changes nothing", async () => {
    const user = newUser();
    await reported(put(user, { n: 1 }, '"k"'), service(east));
    for (const other of [put(user, { n: 2 }, '"k"'), put(user, { n: 1 }, '"k"', { "if-match": '"1"' })]) {
      const { status, code } = await reported(other, service(east));
      assert.deepEqual([status, code], [422, "idempotency-key-reused"]);
    }
    assert.equal((await new Profiles(tables.client(east), "profiles").read(user))?.version, 1);
  });

  it("refuses a malformed key before anything is read", async () => {
    const silent = service(east, {} as DynamoDb);
    const { status, code } = await reported(put(newUser(), {}, '"a", "b"'), silent);
    assert.deepEqual([status, code], [400, "invalid-request"]);
  });

  it("keeps the keys of users apart", async () => {
    const [first, second] = [newUser(), newUser()];
    await reported(put(first, { n: 1 }, '"k"'), service(east));
    const { status, replayed } = await reported(put(second, { n: 2 }, '"k"'), service(east));
    assert.deepEqual([status, replayed], [200, undefined]);
  });

  it("judges a refusal anew: nothing was done under the key", async () => {
    const user = newUser();
    const change = put(user, { n: 2 }, '"k"', { "if-match": '"1"' });
    assert.equal((await reported(change, service(east))).code, "version-conflict");
    assert.equal(await record(user, "k"), undefined);
    await reported(put(user, { n: 1 }, ""), service(east));
    assert.deepEqual((await reported(change, service(east))).etag, '"2"');
  });

  it("leaves no record where there is no key", async () => {
    const user = newUser();
    const client = tables.client(east);
    client.transactWrite = () => assert.fail("no transaction without a key");
    assert.equal((await reported(put(user, { n: 1 }, ""), service(east, client))).status, 200);
  });

  it("is kept from a second doing by its condition when its record has expired", async () => {
    const user = newUser();
    await reported(put(user, { n: 1 }, '"k"'), service(east));
    now += keptSeconds;
    assert.equal((await reported(put(user, { n: 9 }, '"k"'), service(east))).code, "version-conflict");
    await reported(put(user, { n: 2 }, '"other"', { "if-match": '"1"' }), service(east));
    assert.equal((await reported(put(user, { n: 1 }, '"k"'), service(east))).code, "version-conflict");
    // The key is free again, and takes the place of what was kept under it.
    assert.equal((await reported(put(user, { n: 3 }, '"k"', { "if-match": '"2"' }), service(east))).etag, '"3"');
  });

  it("is answered the same by the other Region once it has come there", async () => {
    const user = newUser();
    const once = await reported(put(user, { n: 1 }, '"k"'), service(east));
    await reported(put(user, { n: 2 }, '"k2"', { "if-match": '"1"' }), service(east));
    await tables.settle();
    assert.deepEqual(await reported(put(user, { n: 1 }, '"k"'), service(west)), { ...once, replayed: true });
  });

  it("is answered the same by the other Region when only the profile has come there", async () => {
    const user = newUser();
    const once = await reported(put(user, { n: 1 }, '"k"'), service(east));
    const key = { pk: user.organization, sk: user.subject };
    const item = await tables.client(east).getItem("profiles", key, true);
    await tables.client(west).putItem("profiles", item!);
    assert.equal(await record(user, "k", west), undefined);
    assert.deepEqual(await reported(put(user, { n: 1 }, '"k"'), service(west)), { ...once, replayed: true });
  });

  it("is no second version when the other Region has not heard of it at all", async () => {
    const user = newUser();
    for (const region of [east, west]) {
      assert.equal((await reported(put(user, { n: 1 }, '"k"'), service(region))).etag, '"1"');
    }
    await tables.settle();
    for (const region of [east, west]) {
      const found = await new Profiles(tables.client(region), "profiles").read(user);
      assert.deepEqual([found?.version, found?.preferences], [1, { n: 1 }]);
      assert.equal((await reported(put(user, { n: 1 }, '"k"'), service(region))).replayed, true);
    }
  });

  const broken = (error: Error, parts: Partial<DynamoDb>): DynamoDb =>
    ({ getItem: async () => undefined, transactWrite: () => Promise.reject(error), ...parts }) as unknown as DynamoDb;
  const canceled = (...codes: string[]) => new TransactionCanceled(codes.map((code) => ({ code, item: undefined })));

  it("refuses with 409 and a time while the first request is still running", async () => {
    for (const codes of [
      ["None", "TransactionConflict"],
      ["TransactionConflict", "TransactionConflict"],
      ["ConditionalCheckFailed", "TransactionConflict"],
    ]) {
      const { response, code } = await profile(
        put(newUser(), {}, '"k"'),
        service(east, broken(canceled(...codes), {})),
      );
      assert.deepEqual([response.status, code, response.headers["retry-after"]], [409, "request-running", "1"]);
    }
  });

  it("refuses with 503 where another write was in the way, or a table is silent", async () => {
    const silent = () => Promise.reject(new TableUnavailable("silent"));
    for (const [client, code] of [
      [broken(canceled("TransactionConflict", "None"), {}), "profile-unavailable"],
      [broken(new TableUnavailable("silent"), {}), "profile-unavailable"],
      [broken(new Error(), { getItem: silent }), "idempotency-unavailable"],
    ] as const) {
      const response = await reported(put(newUser(), {}, '"k"'), service(east, client));
      assert.deepEqual([response.status, response.code], [503, code]);
    }
  });

  it("refuses to replay a record that is malformed", async () => {
    const client = broken(new Error(), { getItem: async () => ({ pk: "x", expiresAt: now + 1 }) });
    const { result, log } = await logged(async () => profile(put(newUser(), {}, '"k"'), service(east, client)));
    assert.deepEqual([result.response.status, result.code, result.route], [500, "internal-error", "/v1/profile"]);
    assert.equal(result.response.headers["access-control-allow-origin"], "https://app.example.test");
    assert.deepEqual(
      log.map(({ function: name, error }) => [name, error]),
      [["profile", "MalformedRow"]],
    );
  });
});

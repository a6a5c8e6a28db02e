/** The queue's rules one by one; that nothing is lost or doubled is shown by the property in offline.spec.ts. */
import assert from "node:assert/strict";
import { createHomeCore, isHomeError } from "../../client/core";
import { createOffline, type Offline, type QueuedWrite } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { homeAnswer, lookup } from "../support/home-answer";
import { hosts, world } from "../support/offline-world";
import { on } from "../support/platform";
import type { Handler } from "../support/virtual-network";

type World = ReturnType<typeof world>;
const serve = ({ virtual }: World, handler: Handler) => {
  for (const host of hosts) virtual.hosts.set(host, handler);
};
/** A queue with `bodies` in it, and a network again. */
async function waiting(bodies: string[], options: Parameters<typeof world>[0] = {}) {
  const all = world(options);
  const offline = all.start();
  // From here on it replays when it is told to, and not by itself.
  offline.stop();
  all.network(false);
  for (const body of bodies) assert.equal((await all.put(offline, body)).status, 202);
  // What a second write has set off by itself ends without a network.
  await all.virtual.run(offline.replay());
  all.network(true);
  return { ...all, offline };
}
const bodies = async (writes: Promise<QueuedWrite[]>) => (await writes).map(({ body }) => body);

describe("client offline queue", () => {
  it("keeps all of a write that its sending needs, and neither token nor key among its headers", async () => {
    const { virtual, offline, network, put } = await waiting([]);
    network(false);
    const headers = {
      "content-type": "text/plain",
      "If-Match": '"7"',
      authorization: "Bearer x",
      "idempotency-key": "k",
    };
    const sent = { method: "post", headers, body: "b" };
    const answer = await virtual.run(offline.fetch("/v1/things?a=1", sent));
    const at = new Date(virtual.now()).toISOString();
    assert.deepEqual([answer.status, await answer.text()], [202, ""]);
    await put(offline, "second");
    const [one, two] = (await offline.queued()) as [QueuedWrite, QueuedWrite];
    const { id, ...rest } = one;
    assert.deepEqual(rest, {
      key: "k",
      method: "POST",
      path: "/v1/things?a=1",
      headers: { "content-type": "text/plain", "if-match": '"7"' },
      body: "b",
      at,
    });
    assert.equal(answer.headers.get("x-home-queued"), id);
    assert.match(id, /^\d{15}-\d{9}-[0-9a-f]{8}$/);
    assert.ok(two.id > id && two.key !== "k");
    assert.match(two.key, /^[0-9a-f]{32}$/);
  });

  it("sends a queued write as it was made, with its key in quotes", async () => {
    const all = await waiting([]);
    all.network(false);
    const init = { method: "PATCH", headers: { "if-match": '"7"' }, body: "b" };
    await all.virtual.run(all.offline.fetch("/v1/things", init));
    all.network(true);
    assert.equal(await all.virtual.run(all.offline.replay()), 0);
    const { method, path, headers, body } = all.virtual.requests.at(-1)!;
    assert.deepEqual([method, path, headers.get("if-match"), body], ["PATCH", "/v1/things", '"7"', "b"]);
    assert.match(headers.get("idempotency-key")!, /^"[0-9a-f]{32}"$/);
  });

  it("sends what is no string at once or not at all, and reads past the queue", async () => {
    const { virtual, offline, network } = await waiting(["1"]);
    const body = new Uint8Array([1, 2, 3]);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "PUT", body }))).status, 200);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "OPTIONS" }))).status, 200);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "HEAD" }))).status, 200);
    assert.equal((await offline.queued()).length, 1);
    network(false);
    await assert.rejects(virtual.run(offline.fetch("/v1/x", { method: "PUT", body })), (error) =>
      isHomeError(error, "offline"),
    );
    assert.equal((await offline.queued()).length, 1);
    assert.equal(
      (await virtual.run(offline.fetch("/v1/x", { method: "DELETE" }))).status,
      202,
      "no body is a body too",
    );
    assert.deepEqual(await bodies(offline.queued()), ["1", null]);
  });

  it("queues for what a network can be the reason of, and throws what it cannot", async () => {
    const all = await waiting([]);
    serve(all, () => ({ fault: "network" }));
    assert.equal((await all.put(all.offline, "unreachable")).status, 202);

    const silent = await waiting([]);
    serve(silent, () => ({ fault: "silence" }));
    assert.equal((await silent.put(silent.offline, "timeout")).status, 202);

    const unknown = world();
    unknown.virtual.hosts.set("api.example.com", () => ({ status: 503 }));
    assert.equal((await unknown.put(unknown.start(), "lookup-unreachable")).status, 202);

    const none = world();
    none.virtual.hosts.set("api.example.com", () => ({ status: 404 }));
    const offline = none.start();
    await assert.rejects(none.put(offline, "x"), (error) => isHomeError(error, "organization-unknown"));
    assert.deepEqual(await offline.queued(), []);

    const expired = world();
    const first = expired.start();
    await expired.put(first, "0");
    await expired.virtual.run(expired.virtual.sleep(3_000_000));
    expired.virtual.setClock(40 * 86_400_000);
    expired.network(false);
    assert.equal((await expired.put(expired.start(), "answer-expired")).status, 202);
  });

  it("refuses to keep what is no path where home is not known, and keeps the path where it is", async () => {
    const all = world();
    const offline = all.start();
    await all.put(offline, "0");
    all.network(false);
    const write = { method: "PUT", body: "x" };
    assert.equal((await all.virtual.run(offline.fetch(`https://${hosts[0]}/v1/x`, write))).status, 202);
    assert.equal((await offline.queued())[0]?.path, "/v1/x");
    const outside = (error: unknown) => isHomeError(error, "outside-home");
    await assert.rejects(all.virtual.run(offline.fetch("https://us.api.example.com/v1/x", write)), outside);
    const early = world();
    early.network(false);
    await assert.rejects(early.virtual.run(early.start().fetch(`https://${hosts[0]}/v1/x`, write)), outside);
  });

  it("stops at what is not the write's fault, in its place, and says how many wait", async () => {
    for (const status of [500, 503, 401, 408, 421, 425, 429]) {
      const all = await waiting(["1", "2", "3"]);
      const { virtual, offline } = all;
      let good = 1;
      serve(all, ({ body }) => (good-- > 0 ? { status: 200 } : { status: body === "2" ? status : 200 }));
      const left = await virtual.run(offline.replay().catch((error) => error.code));
      assert.deepEqual(
        [left, await bodies(offline.queued())],
        [status === 421 ? "misrouted" : 2, ["2", "3"]],
        `${status}`,
      );
      assert.deepEqual(await offline.setAside(), []);
    }
  });

  it("takes a 409 without a time for a conflict, and each answer below 400 for done", async () => {
    for (const status of [200, 204, 304]) {
      const all = await waiting(["1"]);
      serve(all, () => ({ status }));
      assert.deepEqual([await all.virtual.run(all.offline.replay()), await all.offline.queued()], [0, []]);
    }
    for (const status of [400, 403, 404, 409, 410, 412, 422]) {
      const all = await waiting(["1", "2"]);
      serve(all, ({ body }) => ({ status: body === "1" ? status : 200 }));
      const [{ key }] = (await all.offline.queued()) as [QueuedWrite];
      assert.equal(await all.virtual.run(all.offline.replay()), 0);
      const [aside, ...more] = await all.offline.setAside();
      assert.deepEqual([aside?.body, more, await all.offline.queued()], ["1", [], []], String(status));
      assert.notEqual(aside?.key, key, "what is sent again one day is another write");
    }
  });

  it("goes round once more with what the app has changed, and no further in this replay", async () => {
    let asked = 0;
    const all = await waiting(["1", "2"], {
      onConflict: () => {
        asked++;
        return { body: "still bad" };
      },
    });
    serve(all, () => ({ status: 409 }));
    assert.equal(await all.virtual.run(all.offline.replay()), 2);
    assert.equal(asked, 3, "about both, and about the first again");
    assert.deepEqual(await bodies(all.offline.queued()), ["still bad", "still bad"]);
  });

  it("changes body and headers as the app says, and nothing else", async () => {
    const all = await waiting(["1"], {
      onConflict: async (_, response) => ({ body: (await response.json()) as string, headers: { "if-match": '"9"' } }),
    });
    const sent: unknown[] = [];
    serve(all, ({ body, headers, method, path }) => {
      sent.push([method, path, body, headers.get("if-match")]);
      return body === "1" ? { status: 412, body: "theirs and mine" } : { status: 200 };
    });
    assert.equal(await all.virtual.run(all.offline.replay()), 0);
    assert.deepEqual(sent.at(-1), ["PUT", "/v1/profile", "theirs and mine", '"9"']);
  });

  it("gives a key anew at a 422 and keeps it at any other refusal that the app repeats", async () => {
    for (const [status, same] of [
      [412, true],
      [422, false],
    ] as const) {
      const all = await waiting(["1"], { onConflict: () => "retry" });
      serve(all, () => ({ status }));
      const [{ key }] = (await all.offline.queued()) as [QueuedWrite];
      await all.virtual.run(all.offline.replay());
      assert.equal((await all.offline.queued())[0]?.key === key, same, String(status));
    }
  });

  it("puts back what was set aside at the end of the queue, as it was or changed, or drops it", async () => {
    const all = await waiting(["bad", "2"]);
    const { offline, virtual } = all;
    await virtual.run(offline.replay());
    const [{ id, key }] = (await offline.setAside()) as [QueuedWrite];
    await offline.resolve("no-such-write", "retry");
    assert.deepEqual([await bodies(offline.setAside()), await offline.queued()], [["bad"], []]);
    all.network(false);
    await all.put(offline, "3");
    await offline.resolve(id, "retry");
    assert.deepEqual(await bodies(offline.queued()), ["3", "bad"]);
    assert.deepEqual([(await offline.queued())[1]?.key, await offline.setAside()], [key, []]);
    all.network(true);
    await virtual.run(offline.replay());
    const [again] = (await offline.setAside()) as [QueuedWrite];
    await offline.resolve(again.id, "drop");
    assert.deepEqual([await offline.setAside(), await offline.queued()], [[], []]);
  });

  it("keeps the order of calls where the clock went back, and across tabs", async () => {
    const all = world();
    const one = all.start();
    all.network(false);
    await all.put(one, "1");
    all.virtual.setClock(-3_600_000);
    await all.put(one, "2");
    const other = all.start();
    await all.put(other, "3");
    await all.put(one, "4");
    assert.deepEqual(await bodies(one.queued()), ["1", "2", "3", "4"]);
  });

  it("takes as many writes as it may, a thousand where nobody says", async () => {
    const all = world({ maxWrites: 2 });
    const offline = all.start();
    all.network(false);
    await all.put(offline, "1");
    await all.put(offline, "2");
    const full = (error: unknown) => isHomeError(error, "storage-full");
    await assert.rejects(all.put(offline, "3"), full);
    assert.equal((await offline.queued()).length, 2);
    const storage = memoryStorage();
    const many = world({}, storage);
    many.network(false);
    for (let n = 0; n < 999; n++)
      storage.setItem(`home-region-offline:acme:u1:write:${String(n).padStart(15, "0")}`, "");
    const large = many.start();
    assert.equal((await many.put(large, "1000")).status, 202);
    await assert.rejects(many.put(large, "1001"), full);
  });

  it("replays by itself when home is there again, when the browser is online, and not once it is stopped", async () => {
    const listeners = new Map<string, () => void>();
    const parts = {
      addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
      removeEventListener: (type: string, listener: () => void) =>
        listeners.get(type) === listener && listeners.delete(type),
    };
    await on(parts, async () => {
      const { virtual, network, storage, put, ledger } = world();
      const home = createHomeCore({ lookup, organization: "acme", storage, runtime: virtual.runtime });
      const offline: Offline = createOffline(home, { user: "u1" });
      assert.deepEqual([...listeners.keys()], ["online"]);
      network(false);
      await put(offline, "1");
      network(true);
      await virtual.run(home.fetch("/v1/profile"));
      await virtual.run(virtual.sleep(1000));
      assert.deepEqual(ledger.done, ["1"], "its status has changed");
      network(false);
      await put(offline, "2");
      network(true);
      listeners.get("online")!();
      await virtual.run(virtual.sleep(30_000));
      assert.deepEqual(ledger.done, ["1", "2"]);
      network(false);
      await put(offline, "3");
      offline.stop();
      assert.deepEqual([...listeners.keys()], []);
      network(true);
      await virtual.run(home.fetch("/v1/profile"));
      await virtual.run(virtual.sleep(30_000));
      assert.deepEqual(ledger.done, ["1", "2"]);
      for (const state of ["unavailable", "offline", "unknown"] as const)
        home.emit("status", { ...home.status, state });
    });
  });

  it("sends each write once although several replays are asked for at once", async () => {
    const all = await waiting(["1", "2"]);
    const before = all.virtual.requests.length;
    const left = await all.virtual.run(Promise.all([all.offline.replay(), all.offline.replay(), all.offline.replay()]));
    assert.deepEqual(left, [0, 0, 0]);
    const sent = all.virtual.requests.slice(before).filter(({ method }) => method === "PUT");
    assert.deepEqual(
      sent.map(({ body }) => body),
      ["1", "2"],
    );
  });

  it("has the next replay after one that fails", async () => {
    const storage = memoryStorage();
    const all = world({}, storage);
    const offline = all.start();
    all.network(false);
    await all.put(offline, "1");
    all.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeAnswer() }));
    serve(all, () => ({ status: 307, headers: { location: "https://us.api.example.com" } }));
    const [first, second] = [offline.replay(), offline.replay()];
    const outside = (error: unknown) => isHomeError(error, "outside-home");
    await assert.rejects(all.virtual.run(first), outside);
    await assert.rejects(all.virtual.run(second), outside);
    serve(all, () => ({ status: 200 }));
    assert.equal(await all.virtual.run(offline.replay()), 0);
  });

  it("clears at sign-out what waits, what is set aside and what is kept, of this user and organization only", async () => {
    const storage = memoryStorage();
    const all = world({}, storage);
    const offline = all.start();
    await all.put(offline, "0");
    all.network(false);
    await all.put(offline, "1");
    const before = storage.getAllKeys();
    storage.setItem("home-region-offline:acme:u2:write:1", "x");
    storage.setItem("app", "x");
    await offline.clear();
    const left = storage.getAllKeys().sort();
    const others = before.filter((key) => !key.startsWith("home-region-offline:"));
    assert.deepEqual(left, ["app", "home-region-offline:acme:u2:write:1", ...others].sort());
  });

  it("refuses no user and a user that is none, and takes the client's storage or its own", () => {
    const storage = memoryStorage();
    const home = createHomeCore({ lookup, organization: "acme", storage });
    for (const user of ["", undefined, 7])
      assert.throws(
        () => createOffline(home, { user: user as string }),
        (error) => isHomeError(error, "bad-option"),
      );
    createOffline(home, { user: "u1" }).stop();
    createOffline(createHomeCore({ lookup, organization: "acme" }), { user: "u1", storage }).stop();
  });
});

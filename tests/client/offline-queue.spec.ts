/** The queue's rules one by one; that nothing is lost or doubled is shown by the property in offline.spec.ts. */
import assert from "node:assert/strict";
import { createHomeCore, type HomeError, isHomeError } from "../../client/core";
import { createOffline, type Offline, type QueuedWrite } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "../support/home-response";
import { hosts, world } from "../support/offline-world";
import { on } from "../support/platform";
import { bodies, serve, waiting } from "../support/queue-world";

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
    const time = new Date(virtual.now()).toISOString();
    const response = await virtual.run(offline.fetch("/v1/things?a=1", sent));
    assert.deepEqual([response.status, await response.text()], [202, ""]);
    await put(offline, "second");
    const [first, second] = (await offline.queued()) as [QueuedWrite, QueuedWrite];
    const { id, ...rest } = first;
    assert.deepEqual(rest, {
      key: "k",
      method: "POST",
      path: "/v1/things?a=1",
      headers: { "content-type": "text/plain", "if-match": '"7"' },
      body: "b",
      at: time,
    });
    assert.equal(response.headers.get("x-home-queued"), id);
    assert.match(id, /^\d{15}-\d{9}-[0-9a-f]{8}$/);
    assert.ok(second.id > id && second.key !== "k");
    assert.match(second.key, /^[0-9a-f]{32}$/);
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

  it("reads past the queue, and sends what is no text after it or not at all", async () => {
    const { virtual, offline, network, ledger } = await waiting(["1"]);
    const body = new Uint8Array([1, 2, 3]);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "OPTIONS" }))).status, 200);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "HEAD" }))).status, 200);
    assert.equal((await offline.queued()).length, 1);
    network(false);
    await assert.rejects(virtual.run(offline.fetch("/v1/x", { method: "PUT", body })), (error) =>
      isHomeError(error, "unreachable"),
    );
    assert.deepEqual(await bodies(offline.queued()), ["1"]);
    network(true);
    assert.equal((await virtual.run(offline.fetch("/v1/x", { method: "PUT", body }))).status, 200);
    assert.deepEqual(ledger.done.slice(-2), ["1", ""], "the virtual server sees texts only");
    network(false);
    await virtual.run(offline.fetch("/v1/profile", { method: "PUT", body: "1" }));
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
    assert.equal((await expired.put(expired.start(), "response-expired")).status, 202);
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

  it("keeps the order of calls where the clock went back, and across tabs", async () => {
    const all = world();
    const first = all.start();
    all.network(false);
    await all.put(first, "1");
    all.virtual.setClock(-3_600_000);
    await all.put(first, "2");
    const other = all.start();
    await all.put(other, "3");
    await all.put(first, "4");
    assert.deepEqual(await bodies(first.queued()), ["1", "2", "3", "4"]);
  });

  it("keeps the order of writes that are made at once", async () => {
    const all = world();
    const offline = all.start();
    all.network(false);
    await all.virtual.run(offline.fetch("/v1/profile", { method: "PUT", body: "0" }));
    const more = Array.from({ length: 12 }, (_, n) => String(n + 1));
    await all.virtual.run(Promise.all(more.map((body) => offline.fetch("/v1/profile", { method: "PUT", body }))));
    assert.deepEqual(await bodies(offline.queued()), ["0", ...more]);
  });

  it("takes as many writes as it may, a thousand where nobody says", async () => {
    const all = world({ maxWrites: 2 });
    const offline = all.start();
    all.network(false);
    await all.put(offline, "1");
    await all.put(offline, "2");
    const full = (error: unknown) => isHomeError(error, "storage-full");
    await assert.rejects(all.put(offline, "3"), full);
    await assert.rejects(all.put(offline, "3"), /^HomeError: 2 writes wait already; this one was not queued\.$/);
    assert.equal((await offline.queued()).length, 2);
    const storage = memoryStorage();
    const many = world({}, storage);
    many.network(false);
    for (let n = 0; n < 999; n++) {
      const id = String(n).padStart(15, "0");
      const write = { id, key: id, method: "PUT", path: "/v1/profile", headers: {}, body: id, at: "" };
      storage.setItem(`home-region-offline:acme:u1:write:${id}`, JSON.stringify(write));
    }
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
      await virtual.run(virtual.sleep(1100));
      assert.deepEqual(ledger.done, ["1"], "something has succeeded");
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
      for (const state of ["unavailable", "offline", "unknown"] as const) {
        home.emit("status", { ...home.status, state });
      }
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

  it("has the next replay after one that fails, and says what the matter is", async () => {
    const storage = memoryStorage();
    const all = world({}, storage);
    const offline = all.start();
    all.network(false);
    await all.put(offline, "1");
    all.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
    serve(all, () => ({ status: 307, headers: { location: "https://us.api.example.com" } }));
    const said: unknown[] = [];
    offline.on("waiting", ({ status, error, length }) => said.push([status, (error as HomeError).code, length]));
    assert.deepEqual(await all.virtual.run(Promise.all([offline.replay(), offline.replay()])), [1, 1]);
    assert.deepEqual(said, Array(2).fill([null, "outside-home", 1]));
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
    for (const user of ["", undefined, 7]) {
      assert.throws(
        () => createOffline(home, { user: user as string }),
        (error) => isHomeError(error, "bad-option"),
      );
    }
    createOffline(home, { user: "u1" }).stop();
    createOffline(createHomeCore({ lookup, organization: "acme" }), { user: "u1", storage }).stop();
  });
});

/** Signing out is final, and what was read goes with what is written. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { isHomeError } from "../../client/core";
import { createPrefetch } from "../../client/prefetch";
import { createModel } from "../../client/prefetch-model";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { homeResponse } from "../support/home-response";
import { hosts, world } from "../support/offline-world";
import { habit, world as prefetchWorld } from "../support/prefetch-world";
import { createVirtual, type VirtualRequest, type VirtualResponse } from "../support/virtual-network";

const json = { "content-type": "application/json" };
const closed = (error: unknown) => isHomeError(error, "closed");
type Policy = "network-first" | "cache-first";

function start(options: Parameters<typeof world>[0] = {}, { policy = "network-first" as Policy, slowMs = 0 } = {}) {
  const memory = memoryStorage();
  const virtual = createVirtual();
  // No queue of its own: what is asked first may be done last.
  const slow = <T>(work: () => T | Promise<T>): Promise<T> =>
    virtual.sleep(virtual.runtime.random() * slowMs).then(work);
  const storage: HomeStorage = slowMs
    ? {
        getItem: (key) => slow(() => memory.getItem(key)),
        setItem: (key, value) => slow(() => memory.setItem(key, value)),
        removeItem: (key) => slow(() => memory.removeItem(key)),
        getAllKeys: () => slow(() => memory.getAllKeys()),
      }
    : memory;
  const reads = [{ match: /^\/v1\//, policy, maxAgeSeconds: 3600 }];
  const all = world({ reads, ...options }, storage, virtual);
  const server: { up: boolean; answer(request: VirtualRequest): VirtualResponse } = {
    up: true,
    answer: ({ path }) => ({ status: 200, body: path, headers: json }),
  };
  virtual.hosts.set("api.example.com", () =>
    server.up ? { status: 200, body: homeResponse() } : { fault: "network" },
  );
  for (const host of hosts) {
    virtual.hosts.set(host, (request) => (server.up ? server.answer(request) : { fault: "network" }));
  }
  const offline = all.start();
  const fetch = (path: string, init = {}) => virtual.run(offline.fetch(path, init));
  const mine = () => memory.getAllKeys().filter((key) => key.startsWith("home-region-offline:"));
  /** Whether there is an answer without a network. */
  const isKept = async (path: string, init = {}) => {
    server.up = false;
    const kept = await fetch(path, init).then(
      (response) => response.headers.has("x-home-cached"),
      () => false,
    );
    server.up = true;
    return kept;
  };
  return { ...all, server, offline, fetch, mine, isKept };
}

describe("client offline: what is final", () => {
  it("ends at `clear` the writes that wait or are under way, with a reason, and sends none later", async () => {
    const all = start();
    const { virtual, offline, server } = all;
    await all.fetch("/v1/a");
    server.answer = () => ({ status: 200, delayMs: 5000 });
    const calls = ["1", "2"].map((body) => offline.fetch("/v1/a", { method: "PUT", body }));
    const ends = calls.map((call) => assert.rejects(call, closed));
    await virtual.run(virtual.sleep(100));
    await virtual.run(offline.clear());
    await virtual.run(Promise.all(ends));
    assert.deepEqual([all.mine(), offline.length], [[], 0]);
    const sent = virtual.requests.length;
    await virtual.run(virtual.sleep(600_000));
    assert.equal(virtual.requests.length, sent);
  });

  it("asks for no other user's token for a write of the one who has signed out", async () => {
    const tokens: string[] = [];
    const all = start();
    const { virtual, offline, server } = all;
    server.answer = ({ headers }) => {
      tokens.push(headers.get("authorization") ?? "none");
      return { status: 401, delayMs: 1000 };
    };
    const call = assert.rejects(offline.fetch("/v1/a", { method: "PUT", body: "1" }), closed);
    await virtual.run(virtual.sleep(500));
    await virtual.run(offline.clear());
    await virtual.run(call);
    const before = tokens.length;
    await virtual.run(virtual.sleep(60_000));
    assert.equal(tokens.length, before);
  });

  it("leaves nothing in the storage, whatever was under way and however slow the storage is", async () => {
    const step = fc.record({ kind: fc.constantFrom("read", "write", "wait"), ms: fc.integer({ min: 0, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 40 }),
        fc.boolean(),
        async (steps, slowMs, up) => {
          const all = start({}, { slowMs });
          const { virtual, offline, server } = all;
          await all.fetch("/v1/first");
          server.up = up;
          server.answer = ({ path }) => ({ status: 200, body: path, headers: json, delayMs: 30 });
          for (const [n, { kind, ms }] of steps.entries()) {
            if (kind === "read") {
              offline.fetch(`/v1/${n}`).catch(() => {});
            } else if (kind === "write") {
              offline.fetch("/v1/x", { method: "PUT", body: String(n) }).catch(() => {});
            }
            await virtual.run(virtual.sleep(ms));
          }
          await virtual.run(offline.clear());
          const at = virtual.requests.length;
          assert.deepEqual([all.mine(), offline.length], [[], 0], "at once");
          await virtual.run(virtual.sleep(300_000));
          assert.deepEqual(all.mine(), [], "and later");
          const later = virtual.requests.slice(at).filter(({ method }) => method === "PUT");
          assert.deepEqual(later, [], "nothing is sent for who has signed out");
          server.up = true;
          assert.equal((await all.fetch("/v1/x", { method: "PUT", body: "next" })).status, 200, "and it goes on");
        },
      ),
      { numRuns: 60 },
    );
  });

  it("drops with a write what is kept of it, with any query, and of what the response names", async () => {
    for (const [status, headers, gone, stays] of [
      [200, {}, ["/v1/a", "/v1/a?b=1"], ["/v1/ab", "/v1/a/b"]],
      [204, {}, ["/v1/a"], ["/v1/b"]],
      [303, {}, [], ["/v1/a"]],
      [201, { location: "/v1/b" }, ["/v1/a", "/v1/b"], ["/v1/c"]],
      [200, { "content-location": `https://${hosts[0]}/v1/b?x` }, ["/v1/a", "/v1/b"], ["/v1/c"]],
      [412, {}, [], ["/v1/a"]],
      [500, {}, [], ["/v1/a"]],
    ] as const) {
      const all = start();
      for (const path of [...gone, ...stays]) {
        await all.fetch(path);
      }
      const before = all.server.answer;
      all.server.answer = () => ({ status, headers });
      await all.fetch("/v1/a", { method: "POST", body: "x" }).catch(() => {});
      all.server.answer = before;
      for (const path of gone) {
        assert.equal(await all.isKept(path), false, `${path} after ${status}`);
      }
      for (const path of stays) {
        assert.equal(await all.isKept(path), true, `${path} after ${status}`);
      }
    }
  });

  it("drops it when a write that waited is done, and keeps it until then", async () => {
    const all = start();
    await all.fetch("/v1/a");
    all.server.up = false;
    assert.equal((await all.fetch("/v1/a", { method: "PUT", body: "x" })).status, 202);
    assert.equal(await all.isKept("/v1/a"), true);
    await all.virtual.run(all.offline.replay());
    assert.equal(await all.isKept("/v1/a"), false);
  });

  it("keeps no read that was under way while its resource was written", async () => {
    const all = start({}, { policy: "cache-first" });
    const { virtual, offline, server } = all;
    server.answer = ({ method }) => ({ status: 200, body: "old", headers: json, delayMs: method === "GET" ? 500 : 10 });
    const read = offline.fetch("/v1/a");
    const other = offline.fetch("/v1/b");
    await virtual.run(virtual.sleep(100));
    await all.fetch("/v1/a", { method: "PUT", body: "new" });
    await virtual.run(Promise.all([read, other]));
    assert.deepEqual([await all.isKept("/v1/a"), await all.isKept("/v1/b")], [false, true]);
  });

  it("drops what may not be read any more, or is gone, whichever variant", async () => {
    for (const status of [403, 404, 410]) {
      const all = start();
      await all.fetch("/v1/a");
      await all.fetch("/v1/a", { headers: { accept: "text/csv" } });
      all.server.answer = () => ({ status });
      assert.equal((await all.fetch("/v1/a")).status, status);
      assert.deepEqual(all.mine(), [], String(status));
    }
  });

  it("answers no request with what was kept for other headers, nor keeps what varies by everything", async () => {
    const all = start();
    const csv = { headers: { accept: "text/csv" } };
    await all.fetch("/v1/a");
    assert.deepEqual([await all.isKept("/v1/a"), await all.isKept("/v1/a", csv)], [true, false]);
    await all.fetch("/v1/a", csv);
    assert.deepEqual([await all.isKept("/v1/a"), await all.isKept("/v1/a", csv)], [true, true]);
    const traced = { headers: { traceparent: "00-1-2-01", "If-None-Match": '"7"', authorization: "Bearer x" } };
    assert.equal(await all.isKept("/v1/a", traced), true, "these make no other response");
    all.server.answer = () => ({ status: 200, body: "x", headers: { ...json, vary: "*" } });
    await all.fetch("/v1/b");
    assert.equal(await all.isKept("/v1/b"), false);
  });

  it("does as the request's own cache mode says", async () => {
    const all = start({}, { policy: "cache-first" });
    await all.fetch("/v1/a");
    const asked = all.virtual.requests.length;
    for (const [cache, requests] of [
      ["default", 0],
      ["no-cache", 1],
      ["reload", 1],
      ["no-store", 1],
    ] as const) {
      const before = all.virtual.requests.length;
      await all.fetch("/v1/a", { cache });
      assert.equal(all.virtual.requests.length - before, requests, cache);
    }
    assert.ok(asked);
    await all.fetch("/v1/b", { cache: "no-store" });
    assert.equal(await all.isKept("/v1/b"), false);
  });
});

describe("client prefetch: what is final", () => {
  it("drops what was fetched ahead before a write and during it, also of a Request", async () => {
    for (const write of [{ method: "PUT" }, undefined]) {
      const { home, virtual, asked } = prefetchWorld();
      const slow: typeof home.fetch = async (input, init) => {
        await virtual.sleep(/x$/.test(String((input as Request).url ?? input)) ? 5000 : 0);
        return home.fetch(input, init);
      };
      const prefetch = createPrefetch({ options: home.options, fetch: slow }, { user: "u1" });
      const read = async (path: string) => {
        await virtual.run(prefetch.fetch(path));
        await virtual.run(virtual.sleep(1000));
      };
      const items = () => asked.filter((request) => request === "GET /item").length;
      await habit(read, 3);
      await read("/list");
      assert.equal(items(), 4, "fetched ahead");
      const writing = prefetch.fetch(
        write ? "/x" : new Request("https://ca.api.example.com/x", { method: "POST" }),
        write,
      );
      await read("/list");
      assert.equal(items(), 5, "and again, while the write is under way");
      await virtual.run(writing);
      await read("/item");
      assert.equal(items(), 6);
    }
  });

  it("learns at a sign-out nothing back, from a storage that is slow to read or to write", async () => {
    const memory = memoryStorage();
    memory.setItem("k", JSON.stringify([["/a", [["/b", 9]]]]));
    const gates: (() => void)[] = [];
    const gate = () => new Promise<void>((resolve) => gates.push(resolve));
    const storage: HomeStorage = {
      async getItem(key) {
        const value = memory.getItem(key) as string;
        await gate();
        return value;
      },
      async setItem(key, value) {
        await gate();
        memory.setItem(key, value);
      },
      removeItem: (key) => memory.removeItem(key),
    };
    const open = async () => {
      for (let turn = 0; turn < 20; turn++) {
        gates.shift()?.();
        await new Promise(setImmediate);
      }
    };
    const model = createModel(storage, "k");
    const cleared = model.clear();
    await open();
    await cleared;
    assert.equal(model.next("/a", 0.5), undefined);
    for (let time = 0; time < 8; time++) {
      model.learn("/a", "/b");
    }
    const again = model.clear();
    await open();
    await again;
    await open();
    assert.deepEqual(memory.getAllKeys(), []);
  });
});

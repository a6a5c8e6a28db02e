import assert from "node:assert/strict";
import { isHomeError } from "../../client/core";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { hosts, world } from "../support/offline-world";
import type { VirtualResponse } from "../support/virtual-network";

const offlineError = (error: unknown) => isHomeError(error, "offline");
const policy = (name: "network-first" | "cache-first", maxAgeSeconds = 60) => [
  { match: /^\/v1\//, policy: name, maxAgeSeconds },
];
const size = (memory: ReturnType<typeof memoryStorage>, part = ":read:") =>
  memory
    .getAllKeys()
    .filter((key) => key.includes(part))
    .reduce((sum, key) => sum + (memory.getItem(key) as string).length, 0);

function start(options: Parameters<typeof world>[0] = {}, storage: HomeStorage = memoryStorage()) {
  const all = world({ reads: policy("network-first"), ...options }, storage);
  const server = {
    respond: (path: string): VirtualResponse => ({
      status: 200,
      body: path,
      headers: { "content-type": "text/plain" },
    }),
  };
  let up = true;
  let asked = 0;
  for (const host of hosts) {
    all.virtual.hosts.set(host, ({ path }) => {
      asked++;
      return up ? server.respond(path) : { fault: "network" };
    });
  }
  const offline = all.start();
  return {
    ...all,
    offline,
    server,
    asked: () => asked,
    network(on: boolean) {
      up = on;
      all.network(on);
    },
    read: (path = "/v1/a", init = {}) => all.virtual.run(offline.fetch(path, init)),
  };
}
const cached = (response: Response) => response.headers.has("x-home-cached");

describe("client offline reads", () => {
  it("refuses to keep what is `no-store`, no 200, or no text", async () => {
    for (const [response, kept] of [
      [{ status: 200, body: "x", headers: { "content-type": "application/json", "cache-control": "no-store" } }, false],
      [
        {
          status: 200,
          body: "x",
          headers: { "content-type": "application/json", "cache-control": "private, no-store" },
        },
        false,
      ],
      [{ status: 206, body: "x", headers: { "content-type": "application/json" } }, false],
      [{ status: 200, body: "x", headers: { "content-type": "image/png" } }, false],
      [{ status: 200, body: "x", headers: { "content-type": "application/octet-stream" } }, false],
      [{ status: 200, body: "x", headers: { "content-type": "application/json", "cache-control": "private" } }, true],
      [{ status: 200, body: "x", headers: { "content-type": "text/html" } }, true],
      [{ status: 200, body: "x", headers: { "content-type": "application/xml" } }, true],
      [{ status: 200, body: "x", headers: { "content-type": "application/problem+json" } }, true],
    ] as const) {
      const { read, server, network, storage } = start();
      server.respond = () => response;
      assert.equal((await read()).status, response.status);
      network(false);
      if (kept) {
        assert.ok(cached(await read()), JSON.stringify(response));
      } else {
        await assert.rejects(read(), offlineError, JSON.stringify(response));
      }
      assert.equal(size(storage as never) > 0, kept);
    }
  });

  it("gives back what was kept as it was: status, type, etag, body, and when it was read", async () => {
    const { read, server, network, virtual } = start();
    const headers = { "content-type": "application/json", etag: '"7"', "x-other": "1" };
    server.respond = () => ({ status: 200, body: { a: 1 }, headers });
    await read();
    const time = new Date(virtual.now()).toISOString();
    network(false);
    const kept = await read();
    assert.deepEqual([kept.status, await kept.json()], [200, { a: 1 }]);
    assert.deepEqual(Object.fromEntries(kept.headers), {
      "content-type": "application/json",
      etag: '"7"',
      "x-home-cached": time,
    });
  });

  it("uses what is kept for its age to the second, and drops it then", async () => {
    for (const [ms, used] of [
      [60_000, true],
      [60_001, false],
      [-1, false],
    ] as const) {
      const { read, network, virtual, storage } = start({ reads: policy("cache-first") });
      await read();
      const key = "home-region-offline:acme:u1:read:/v1/a";
      const { at } = JSON.parse((await storage.getItem(key)) as string) as { at: number };
      virtual.setClock(at + ms - virtual.now());
      network(false);
      if (used) {
        assert.ok(cached(await read()), String(ms));
      } else {
        await assert.rejects(read(), String(ms));
      }
      assert.equal(size(storage as never) > 0, used, "what is too old is gone");
    }
  });

  it("asks home first or not at all, as the policy says", async () => {
    const first = start();
    await first.read();
    assert.equal(cached(await first.read()), false);
    assert.equal(first.asked(), 2);
    const last = start({ reads: policy("cache-first") });
    await last.read();
    assert.equal(cached(await last.read()), true);
    assert.equal(last.asked(), 1);
    last.network(false);
    assert.equal(cached(await last.read()), true);
  });

  it("keeps reads whose path matches and no others, the first policy that does", async () => {
    const reads = [
      { match: /^\/v1\/a$/, policy: "cache-first" as const, maxAgeSeconds: 60 },
      { match: /^\/v1\/a/, policy: "network-first" as const, maxAgeSeconds: 60 },
    ];
    const { read, network, asked } = start({ reads });
    for (const path of ["/v1/a", "/v1/ab", "/v2/a"]) {
      await read(path);
    }
    assert.equal(cached(await read("/v1/a")), true);
    assert.equal(cached(await read("/v1/ab")), false);
    const before = asked();
    assert.equal((await read("/v1/a", { method: "HEAD" })).status, 200);
    assert.equal(asked(), before + 1, "a HEAD is no GET");
    network(false);
    assert.equal(cached(await read("/v1/ab")), true);
    await assert.rejects(read("/v2/a"), offlineError);
    await assert.rejects(read("/v1/a", { method: "HEAD" }), offlineError);
  });

  it("answers from what is kept at a 5xx, and with the 5xx where there is nothing", async () => {
    const { read, server } = start();
    await read();
    server.respond = () => ({ status: 503, body: "down" });
    const kept = await read();
    assert.deepEqual([kept.status, cached(kept)], [200, true]);
    const bare = await read("/v1/b");
    assert.deepEqual([bare.status, await bare.json()], [503, "down"]);
  });

  it("drops what is not there any more, and keeps it at other refusals", async () => {
    for (const [status, gone] of [
      [404, true],
      [410, true],
      [400, false],
      [304, false],
    ] as const) {
      const { read, server, network } = start();
      await read();
      server.respond = () => ({ status });
      assert.equal((await read()).status, status);
      network(false);
      if (gone) {
        await assert.rejects(read(), offlineError, String(status));
      } else {
        assert.ok(cached(await read()), String(status));
      }
    }
  });

  it("ends with the caller's signal, without what is kept", async () => {
    const { read, server, offline, virtual } = start();
    await read();
    server.respond = () => ({ fault: "silence" });
    const abort = new AbortController();
    virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 100);
    await assert.rejects(virtual.run(offline.fetch("/v1/a", { signal: abort.signal })), /enough/);
  });

  it("keeps no more bytes than it may: the least recently used goes first", async () => {
    const memory = memoryStorage();
    const first = start({}, memory);
    await first.read("/v1/a");
    // Fractions of a millisecond take some more.
    const bytes = size(memory) + 6;
    const { read, network } = start({ maxReadBytes: 3 * bytes, reads: policy("network-first", 1e9) }, memory);
    const keys = () => memory.getAllKeys().flatMap((key) => key.split(":read:/v1/")[1] ?? []);
    for (const path of ["/v1/b", "/v1/c"]) {
      await read(path);
    }
    assert.deepEqual(keys().sort(), ["a", "b", "c"]);
    network(false);
    assert.ok(cached(await read("/v1/a")), "used again");
    network(true);
    await read("/v1/d");
    assert.deepEqual(keys().sort(), ["a", "c", "d"]);
    await read("/v1/c");
    await read("/v1/e");
    assert.deepEqual(keys().sort(), ["c", "d", "e"]);
    assert.ok(size(memory) <= 3 * bytes);
    await read(`/v1/${"x".repeat(4 * bytes)}`);
    assert.deepEqual(keys().sort(), ["c", "d", "e"], "what is larger than everything may be costs nobody its place");
  });

  it("drops the older response of what has grown too large to keep", async () => {
    const { read, server, network } = start({ maxReadBytes: 400 });
    await read();
    server.respond = () => ({ status: 200, body: "x".repeat(500), headers: { "content-type": "text/plain" } });
    assert.equal(((await (await read()).json()) as string).length, 500);
    network(false);
    await assert.rejects(read(), offlineError);
  });

  it("gives up the oldest where the device has less room, and keeps nothing where it has none", async () => {
    const memory = memoryStorage();
    let most = Infinity;
    const storage: HomeStorage = {
      ...memory,
      setItem(key, value) {
        if (key.includes(":read:") && size(memory) + value.length > most) {
          throw new Error("QuotaExceededError");
        }
        memory.setItem(key, value);
      },
    };
    const { read, network } = start({}, storage);
    for (const path of ["/v1/a", "/v1/b", "/v1/c"]) {
      await read(path);
    }
    most = size(memory);
    await read("/v1/d");
    network(false);
    for (const path of ["/v1/b", "/v1/c", "/v1/d"]) {
      assert.ok(cached(await read(path)), path);
    }
    await assert.rejects(read("/v1/a"), offlineError);
    network(true);
    most = 0;
    assert.equal((await read("/v1/e")).status, 200);
    assert.equal(size(memory), 0);
  });

  it("is no worse than the network where the storage fails", async () => {
    const memory = memoryStorage();
    let failing = false;
    const may = <T>(work: () => T): T => {
      if (failing) {
        throw new Error("SecurityError");
      }
      return work();
    };
    const storage: HomeStorage = {
      getItem: (key) => may(() => memory.getItem(key)),
      setItem: (key, value) => may(() => memory.setItem(key, value)),
      removeItem: (key) => may(() => memory.removeItem(key)),
      getAllKeys: () => may(() => memory.getAllKeys()),
    };
    const { read, server, network } = start({ reads: policy("cache-first") }, storage);
    failing = true;
    assert.equal((await read()).status, 200);
    server.respond = () => ({ status: 404 });
    assert.equal((await read()).status, 404);
    network(false);
    await assert.rejects(read(), offlineError);
  });

  it("forgets at `clear` all of this user, and nothing of another", async () => {
    const memory = memoryStorage();
    const mine = start({ user: "u1" }, memory);
    const other = start({ user: "u1:write" }, memory);
    await mine.read();
    await other.read();
    await mine.offline.clear();
    mine.network(false);
    other.network(false);
    await assert.rejects(mine.read(), offlineError);
    assert.ok(cached(await other.read()));
    mine.network(true);
    assert.equal(cached(await mine.read()), false);
    mine.network(false);
    assert.ok(cached(await mine.read()), "and keeps anew");
  });
});

import assert from "node:assert/strict";
import { createPrefetch, type PrefetchOptions } from "../../client/prefetch";
import { createModel } from "../../client/prefetch-model";
import { memoryStorage } from "../../client/storage/memory";
import { lookup } from "../support/home-answer";
import { createVirtual } from "../support/virtual-network";

function world(options: Partial<PrefetchOptions> = {}) {
  const virtual = createVirtual();
  const asked: string[] = [];
  const storage = memoryStorage();
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    asked.push(`${init?.method ?? "GET"} ${input}`);
    await virtual.sleep(10);
    return new Response("x".repeat(1000), { headers: { "content-type": "application/json" } });
  };
  const home = { fetch, options: { lookup, organization: "acme", storage, runtime: virtual.runtime } };
  const prefetch = createPrefetch(home, { user: "u1", ...options });
  const read = async (path: string, init = {}) => {
    const response = await virtual.run(prefetch.fetch(path, init));
    await virtual.run(virtual.sleep(1000));
    return response;
  };
  return { virtual, asked, storage, prefetch, read, home };
}
const habit = async (read: (path: string) => Promise<unknown>, times: number) => {
  for (let time = 0; time < times; time++) for (const path of ["/list", "/item", "/edit"]) await read(path);
};

describe("client prefetch", () => {
  it("learns which read follows which, and answers it from what it fetched in idle time", async () => {
    const { asked, prefetch, read } = world();
    await habit(read, 10);
    const { hitRate, usefulness } = prefetch.stats();
    assert.ok(hitRate > 0.6 && usefulness > 0.85, `${hitRate} ${usefulness}`);
    // Nothing is asked twice: every hit saved the request that was made ahead.
    assert.ok(asked.length <= 31, String(asked.length));
    assert.equal((await (await read("/list")).text()).length, 1000);
  });

  it("keeps habits on the device, per user, and forgets them on demand", async () => {
    const { storage, prefetch, read, home, virtual } = world();
    await habit(read, 6);
    const next = createPrefetch(home, { user: "u1" });
    await virtual.run(virtual.sleep(10));
    await virtual.run(next.fetch("/list"));
    await virtual.run(virtual.sleep(1000));
    await virtual.run(next.fetch("/item"));
    assert.equal(next.stats().used, 1);
    assert.deepEqual(storage.getAllKeys(), ["home-region-prefetch:acme:u1"]);
    await prefetch.clear();
    assert.deepEqual(storage.getAllKeys(), []);
  });

  it("stays within its budget of bytes", async () => {
    const { prefetch, read } = world({ bytesPerMinute: 2500 });
    await habit(read, 12);
    // A minute's worth to begin with, and 2,500 more a minute; one answer may go over.
    assert.ok(prefetch.stats().bytes <= 2500 + 2500 + 1000, String(prefetch.stats().bytes));
    assert.ok(prefetch.stats().bytes > 0);
  });

  it("refuses old answers, and any after a write", async () => {
    const { virtual, asked, prefetch, read } = world();
    await habit(read, 4);
    await read("/list");
    await virtual.run(virtual.sleep(31_000));
    const used = prefetch.stats().used;
    await read("/item");
    assert.equal(prefetch.stats().used, used);
    await virtual.run(prefetch.fetch("/edit-it", { method: "PUT" }));
    const before = asked.length;
    await read("/edit");
    assert.equal(asked[before], "GET /edit");
  });

  it("does nothing when it is off, saves data or is on a slow network", async () => {
    const off = world({ enabled: false });
    await habit(off.read, 5);
    assert.deepEqual([off.prefetch.stats().fetched, off.storage.getAllKeys()], [0, []]);
    const navigator = globalThis.navigator as unknown as { connection?: object };
    for (const connection of [{ saveData: true }, { effectiveType: "2g" }, { effectiveType: "slow-2g" }]) {
      Object.defineProperty(navigator, "connection", { value: connection, configurable: true });
      try {
        const { prefetch, read } = world();
        await habit(read, 5);
        assert.equal(prefetch.stats().fetched, 0, JSON.stringify(connection));
      } finally {
        delete navigator.connection;
      }
    }
  });

  it("bounds what it remembers", async () => {
    const storage = memoryStorage();
    const model = createModel(storage, "k");
    for (let path = 0; path < 1000; path++)
      for (let next = 0; next < 20; next++) model.learn(`/${path}`, `/next/${next}`);
    await Promise.resolve();
    const stored = JSON.parse(storage.getItem("k") as string) as [string, unknown[]][];
    assert.ok(stored.length <= 64 && stored.every(([, successors]) => successors.length <= 8));
  });
});

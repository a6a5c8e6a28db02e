/** What a prefetch may spend, which calls it leaves alone, and what it leaves behind. */
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { createPrefetch } from "../../client/prefetch";
import { habit, world } from "../support/prefetch-world";

describe("client prefetch rules", () => {
  it("waits with what is over its budget until a minute has given it anew", async () => {
    const { prefetch, read, virtual } = world({ bytesPerMinute: 500 });
    await habit(read, 3);
    const { fetched } = prefetch.stats();
    assert.equal(fetched, 1, "one response goes over");
    await virtual.run(virtual.sleep(120_000));
    await read("/list");
    assert.equal(prefetch.stats().fetched, fetched + 1);
  });

  it("fetches nothing ahead without a budget", async () => {
    const { prefetch, read } = world({ bytesPerMinute: 0 });
    await habit(read, 5);
    assert.equal(prefetch.stats().fetched, 0);
  });

  it("hands on a URL and a request as they are", async () => {
    const { prefetch, virtual, asked } = world();
    await virtual.run(prefetch.fetch(new URL("https://ca.api.example.com/item")));
    await virtual.run(prefetch.fetch(new Request("https://ca.api.example.com/item")));
    assert.deepEqual([asked[0], asked.length], ["GET https://ca.api.example.com/item", 2]);
    assert.equal(prefetch.stats().reads, 0);
  });

  it("learns nothing from the first read: it follows none", async () => {
    const { read, storage } = world();
    for (let time = 0; time < 4; time++) {
      await read("/a");
      await read("/b");
    }
    assert.deepEqual(storage.getAllKeys(), [], "eight reads make seven pairs");
    await read("/a");
    assert.equal(storage.getAllKeys().length, 1);
  });

  it("leaves no listener on the caller's signal", async () => {
    const { read, prefetch } = world();
    await habit(read, 3);
    await read("/list");
    const { used } = prefetch.stats();
    const { signal } = new AbortController();
    await read("/item", { signal });
    assert.equal(prefetch.stats().used, used + 1);
    assert.deepEqual(getEventListeners(signal, "abort"), []);
  });

  it("keeps eight answers at most, the oldest given up first", async () => {
    const { read, prefetch, asked } = world();
    for (let time = 0; time < 2; time++) {
      for (let n = 0; n < 9; n++) {
        for (const path of [`/from${n}`, `/to${n}`, "/between"]) {
          await read(path);
        }
      }
    }
    for (let n = 0; n < 9; n++) {
      await read(`/from${n}`);
      await read("/between");
    }
    const { used } = prefetch.stats();
    const before = asked.length;
    await read("/to1");
    assert.equal(prefetch.stats().used, used + 1);
    await read("/to0");
    assert.deepEqual([prefetch.stats().used, asked.slice(before).includes("GET /to0")], [used + 1, true]);
  });

  it("keeps habits apart by user, whatever the name", async () => {
    const { home, storage, virtual } = world();
    const prefetch = createPrefetch(home, { user: "a:b/c" });
    for (let time = 0; time < 6; time++) {
      for (const path of ["/a", "/b"]) {
        await virtual.run(prefetch.fetch(path));
      }
    }
    assert.deepEqual(storage.getAllKeys(), ["home-region-prefetch:acme:a%3Ab%2Fc"]);
  });
});

import assert from "node:assert/strict";
import { createPrefetch } from "../../client/prefetch";
import { on } from "../support/platform";
import { habit, world } from "../support/prefetch-world";

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
    // A minute's worth to begin with, and 2,500 more a minute; one response may go over.
    assert.ok(prefetch.stats().bytes <= 2500 + 2500 + 1000, String(prefetch.stats().bytes));
    assert.ok(prefetch.stats().bytes > 0);
  });

  it("refuses old responses, and any after a write", async () => {
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
    for (const connection of [{ saveData: true }, { effectiveType: "2g" }, { effectiveType: "slow-2g" }]) {
      await on({ navigator: { connection } }, async () => {
        const { prefetch, read } = world();
        await habit(read, 5);
        assert.equal(prefetch.stats().fetched, 0, JSON.stringify(connection));
      });
    }
    await on({ navigator: { connection: { effectiveType: "4g" }, onLine: true } }, async () => {
      const { prefetch, read } = world();
      await habit(read, 5);
      assert.ok(prefetch.stats().fetched > 0);
    });
  });

  it("does nothing without a network or in the background, and looks again before it begins", async () => {
    for (const parts of [{ navigator: { onLine: false } }, { document: { visibilityState: "hidden" } }]) {
      await on(parts, async () => {
        const { prefetch, read } = world();
        await habit(read, 5);
        assert.equal(prefetch.stats().fetched, 0, JSON.stringify(parts));
      });
    }
    const document = { visibilityState: "visible" };
    await on({ document }, async () => {
      const { prefetch, read, virtual } = world();
      await habit(read, 3);
      const { fetched } = prefetch.stats();
      await virtual.run(prefetch.fetch("/list"));
      document.visibilityState = "hidden";
      await virtual.run(virtual.sleep(1000));
      assert.equal(prefetch.stats().fetched, fetched);
    });
  });

  it("fetches ahead when the browser is idle, and 50 ms later where none says so", async () => {
    const { read, virtual, prefetch, asked } = world();
    await habit(read, 3);
    await read("/elsewhere");
    await virtual.run(prefetch.fetch("/list"));
    const before = asked.length;
    await virtual.run(virtual.sleep(49));
    assert.equal(asked.length, before);
    await virtual.run(virtual.sleep(2));
    assert.equal(asked.length, before + 1);
    const idle: [() => void, unknown][] = [];
    const requestIdleCallback = (run: () => void, options: unknown) => idle.push([run, options]);
    await on({ requestIdleCallback }, async () => {
      await virtual.run(virtual.sleep(31_000));
      await virtual.run(prefetch.fetch("/item"));
      const count = asked.length;
      await virtual.run(virtual.sleep(1000));
      assert.deepEqual([asked.length, idle.length, idle[0]?.[1]], [count, 1, { timeout: 2000 }]);
      idle[0]![0]();
      assert.equal(asked.at(-1), "GET /edit");
    });
  });

  it("fetches ahead without hedging, and answers as the Region did", async () => {
    const { read, inits, prefetch, server } = world();
    await habit(read, 3);
    server.respond = () => new Response("ahead", { headers: { etag: '"7"', "content-type": "text/plain" } });
    await read("/list");
    assert.deepEqual(inits.at(-1), { hedge: false });
    const { used } = prefetch.stats();
    const response = await read("/item");
    assert.equal(prefetch.stats().used, used + 1);
    assert.deepEqual(
      [response.status, await response.text(), response.headers.get("etag"), response.headers.get("content-type")],
      [200, "ahead", '"7"', "text/plain"],
    );
  });

  it("refuses to use what nobody may keep, what is no 200 and what failed: it is asked afresh", async () => {
    for (const response of [
      () => new Response("x", { headers: { "cache-control": "private, no-store" } }),
      () => new Response("x", { status: 201 }),
      () => new Response("x", { status: 500 }),
      (): Response => {
        throw new TypeError("fetch failed");
      },
    ]) {
      const { read, asked, prefetch, server } = world();
      await habit(read, 3);
      const usual = server.respond;
      server.respond = response;
      await read("/list").catch(() => {});
      const { used, bytes } = prefetch.stats();
      server.respond = usual;
      const before = asked.length;
      assert.equal((await (await read("/item")).text()).length, 1000);
      assert.equal(asked[before], "GET /item");
      assert.deepEqual(prefetch.stats().used, used);
      assert.ok(prefetch.stats().bytes <= bytes + 1000, "what is not kept counts for nothing");
    }
  });

  it("keeps what is fetched ahead for its time to the millisecond, and not beyond", async () => {
    for (const [maxAgeSeconds, ms, hit] of [
      [undefined, 30_000, true],
      [undefined, 30_001, false],
      [5, 5000, true],
      [5, 5001, false],
    ] as const) {
      const { prefetch, read, virtual } = world(maxAgeSeconds === undefined ? {} : { maxAgeSeconds });
      await habit(read, 3);
      await read("/elsewhere");
      await virtual.run(prefetch.fetch("/list"));
      await virtual.run(virtual.sleep(50));
      const { used } = prefetch.stats();
      await virtual.run(virtual.sleep(ms));
      await virtual.run(prefetch.fetch("/item"));
      assert.equal(prefetch.stats().used - used, hit ? 1 : 0, `${maxAgeSeconds} ${ms}`);
    }
  });

  it("answers only plain reads from what it has, and drops it at a write but not at a question", async () => {
    const bypassing: [string, object][] = [
      ["/item", { headers: { "if-none-match": "x" } }],
      ["/item", { cache: "no-store" }],
      ["/item", { method: "HEAD" }],
      ["/item", { method: "options" }],
      ["https://ca.api.example.com/item", {}],
    ];
    for (const [path, init] of bypassing) {
      const { prefetch, read, virtual, inits } = world();
      await habit(read, 3);
      await read("/list");
      const before = prefetch.stats();
      await virtual.run(prefetch.fetch(path, init));
      assert.deepEqual([prefetch.stats().used, prefetch.stats().reads], [before.used, before.reads], path);
      assert.equal(inits.at(-1), init);
      await read("/item");
      assert.equal(prefetch.stats().used, before.used + 1, `${JSON.stringify(init)} is no write`);
    }
    for (const method of ["PUT", "POST", "patch", "DELETE"]) {
      const { prefetch, read, virtual } = world();
      await habit(read, 3);
      await read("/list");
      const { used } = prefetch.stats();
      await virtual.run(prefetch.fetch("/x", { method, body: "x" }));
      await read("/item");
      assert.equal(prefetch.stats().used, used, method);
    }
  });

  it("fetches ahead what matches only, and only what is as likely as it must be", async () => {
    const matching = world({ match: /item/ });
    await habit(matching.read, 6);
    assert.deepEqual([matching.prefetch.stats().reads, matching.prefetch.stats().fetched], [6, 0]);
    for (const [likelihood, fetched] of [
      [0.67, 0],
      [0.66, 1],
    ] as const) {
      const { read, prefetch } = world({ likelihood });
      for (const path of ["/a", "/b", "/a", "/c", "/a", "/b"]) {
        await read(path);
      }
      const before = prefetch.stats().fetched;
      await read("/a");
      assert.equal(prefetch.stats().fetched - before, fetched, String(likelihood));
    }
  });

  it("forgets at `clear` what is fetched, what was read last and what was learned", async () => {
    const { read, prefetch, asked, storage } = world();
    await habit(read, 6);
    await read("/list");
    assert.equal(asked.at(-1), "GET /item", "fetched ahead");
    await prefetch.clear();
    assert.deepEqual(storage.getAllKeys(), []);
    const { used, fetched } = prefetch.stats();
    const before = asked.length;
    await read("/item");
    assert.deepEqual([asked.slice(before), prefetch.stats().used], [["GET /item"], used]);
    // Were the read before `clear` remembered, the pair would have been seen twice by now.
    for (const path of ["/list", "/item", "/list"]) {
      await read(path);
    }
    assert.equal(prefetch.stats().fetched, fetched);
    await read("/item");
    assert.equal(prefetch.stats().fetched, fetched + 1, "and learns anew: the list after the item");
  });

  it("learns nothing from the same read twice, and says what came of it", async () => {
    const { read, prefetch, asked } = world();
    assert.deepEqual(prefetch.stats(), { fetched: 0, used: 0, reads: 0, bytes: 0, hitRate: 0, usefulness: 0 });
    for (let time = 0; time < 6; time++) {
      await read("/same");
    }
    assert.deepEqual([prefetch.stats().fetched, asked.length], [0, 6]);
    for (const path of ["/a", "/b", "/a", "/b", "/a"]) {
      await read(path);
    }
    assert.equal(prefetch.stats().fetched, 1);
    await read("/b");
    const { used, reads, hitRate, usefulness, bytes, fetched } = prefetch.stats();
    assert.deepEqual([used, reads, bytes], [1, 12, 1000 * fetched]);
    assert.deepEqual([hitRate, usefulness], [1 / 12, 1 / fetched]);
  });

  it("waits for what is on its way, as long as the caller does", async () => {
    const { read, prefetch, virtual, asked } = world();
    await habit(read, 3);
    await read("/elsewhere");
    await virtual.run(prefetch.fetch("/list"));
    await virtual.run(virtual.sleep(50));
    const abort = new AbortController();
    const before = asked.length;
    const waiting = prefetch.fetch("/item", { signal: abort.signal });
    abort.abort(new Error("enough"));
    await assert.rejects(virtual.run(waiting), /enough/);
    assert.equal(asked.length, before);
    await virtual.run(prefetch.fetch("/list"));
    await virtual.run(virtual.sleep(50));
    await assert.rejects(
      virtual.run(prefetch.fetch("/item", { signal: AbortSignal.abort(new Error("over")) })),
      /over/,
    );
    const patient = new AbortController();
    await virtual.run(prefetch.fetch("/list"));
    await virtual.run(virtual.sleep(50));
    const { used } = prefetch.stats();
    assert.equal((await virtual.run(prefetch.fetch("/item", { signal: patient.signal }))).status, 200);
    assert.equal(prefetch.stats().used, used + 1);
  });
});

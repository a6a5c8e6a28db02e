/** A queue is sent as soon as it can be, by itself: nobody in these tests calls `replay`. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeCore } from "../../client/core";
import { createOffline } from "../../client/offline";
import { createRetryTimer } from "../../client/offline-timer";
import { memoryStorage } from "../../client/storage/memory";
import { lookup } from "../support/home-response";
import { world } from "../support/offline-world";
import { serve } from "../support/queue-world";
import { createVirtual } from "../support/virtual-network";

function start(getToken?: () => string) {
  const storage = memoryStorage();
  const all = world({}, storage, createVirtual(1, 100 * 3_600_000));
  const { virtual } = all;
  const home = createHomeCore({
    lookup,
    organization: "acme",
    storage,
    runtime: virtual.runtime,
    ...(getToken && { getToken }),
  });
  const offline = createOffline(home, { user: "u1" });
  const later = (ms: number) => virtual.run(virtual.sleep(ms));
  const writes = () => virtual.requests.filter(({ method }) => method === "PUT").map(({ at }) => at);
  return { ...all, home, offline, later, writes };
}

describe("client offline timing", () => {
  it("sends what waits after a glitch, without any news", async () => {
    const all = start();
    all.network(false);
    await all.put(all.offline, "1");
    await all.later(1500);
    all.network(true);
    await all.later(5000);
    assert.deepEqual([all.ledger.done, all.offline.length], [["1"], 0]);
  });

  it("sends within a minute of the end of an outage of any length, and seconds after anything succeeds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7200 }), fc.boolean(), async (seconds, reads) => {
        const all = start();
        all.network(false);
        await all.put(all.offline, "1");
        await all.put(all.offline, "2");
        await all.later(seconds * 1000);
        all.network(true);
        if (reads) {
          // A question to the lookup may be under way that the outage has lost already.
          const read = () => all.virtual.run(all.home.fetch("/v1/profile"));
          assert.equal((await read().catch(read)).status, 200);
        }
        await all.later(reads ? 2500 : 61_000);
        assert.deepEqual(all.ledger.done, ["1", "2"]);
      }),
      { numRuns: 60 },
    );
  });

  it("sends after a 401 as soon as the user is signed in again", async () => {
    const session = { token: "old" };
    const all = start(() => session.token);
    const refuse = ({ headers }: { headers: Headers }) => ({
      status: headers.get("authorization") === "Bearer new" ? 200 : 401,
    });
    all.network(false);
    await all.put(all.offline, "1");
    all.network(true);
    serve(all, refuse);
    await all.later(900_000);
    assert.equal(all.offline.length, 1);
    session.token = "new";
    await all.virtual.run(all.home.fetch("/v1/profile"));
    await all.later(1500);
    assert.equal(all.offline.length, 0);
  });

  it("waits as long as a 503 says, in seconds or as a date, and sends then", async () => {
    for (const form of ["seconds", "date"] as const) {
      const all = start();
      const until = all.virtual.now() + 300_000;
      serve(all, () => {
        const left = Math.ceil((until - all.virtual.now()) / 1000);
        const after = form === "seconds" ? String(left) : new Date(until).toUTCString();
        return left > 0 ? { status: 503, headers: { "retry-after": after } } : { status: 200 };
      });
      assert.equal((await all.put(all.offline, "1")).status, 202);
      const before = all.writes().length;
      // What succeeds meanwhile is no reason to ask before that.
      all.home.emit("measurement", { kind: "request", status: 200 });
      await all.later(299_000 - (all.virtual.now() - (until - 300_000)));
      assert.deepEqual([all.writes().length, all.offline.length], [before, 1], form);
      await all.later(3000);
      assert.equal(all.offline.length, 0, form);
    }
  });

  it("sends what an earlier start has left, at once", async () => {
    const storage = memoryStorage();
    const all = world({}, storage);
    const first = all.start();
    first.stop();
    all.network(false);
    await all.put(first, "1");
    all.network(true);
    all.start();
    await all.virtual.run(all.virtual.sleep(500));
    assert.deepEqual(all.ledger.done, ["1"]);
  });

  it("asks seldom while nothing answers: at most one turn a minute in the end, and one a second whatever succeeds", async () => {
    const all = start();
    await all.put(all.offline, "0");
    serve(all, ({ method }) => (method === "GET" ? { status: 200 } : { fault: "network" }));
    await all.put(all.offline, "1");
    let turns = 0;
    all.offline.on("waiting", () => turns++);
    await all.later(3_600_000);
    assert.ok(turns > 55 && turns < 130, `${turns} turns in an hour`);
    turns = 0;
    for (let read = 0; read < 200; read++) {
      all.home.emit("measurement", { kind: "request", status: 200 });
      await all.later(50);
    }
    assert.ok(turns <= 12, `${turns} turns in ten seconds of reads`);
    assert.equal(all.offline.length, 1);
  });

  it("keeps no process alive, and sets no timer that is too long for one", () => {
    const set: [number, boolean][] = [];
    const runtime = {
      ...createVirtual().runtime,
      random: () => 1,
      setTimeout: (_: () => void, ms: number) => {
        const entry: [number, boolean] = [ms, false];
        set.push(entry);
        return { unref: () => (entry[1] = true) };
      },
      clearTimeout: () => {},
    };
    const timer = createRetryTimer(runtime, () => {});
    timer.wake();
    assert.equal(set.length, 0, "nothing waits");
    for (const after of [null, "5", "0", "-3", "soon", "99999999999", new Date(runtime.now() + 9000).toUTCString()]) {
      timer.clear();
      timer.failed(after);
    }
    assert.deepEqual(
      set.map(([ms]) => ms),
      [1000, 5000, 1000, 1000, 1000, 3_600_000, 9000],
    );
    assert.ok(set.every(([, unreferenced]) => unreferenced));
    timer.stop();
    timer.failed(null);
    assert.equal(set.length, 7);
  });
});

/** Tabs that share a storage take turns, and none waits for another one without a limit. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { createOffline } from "../../client/offline";
import { allowed, createRuntime } from "../../client/platform";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "../support/home-response";
import { world } from "../support/offline-world";
import { on } from "../support/platform";
import { createVirtual } from "../support/virtual-network";

/** Web Locks among the tabs of a test. */
function createLocks() {
  const held = new Map<string, Promise<unknown>>();
  return {
    request<T>(name: string, run: () => Promise<T>): Promise<T> {
      const mine = (held.get(name) ?? Promise.resolve()).then(run);
      held.set(
        name,
        mine.catch(() => {}),
      );
      return mine;
    },
  };
}

/** BroadcastChannel among the tabs of a test: what a stopped tab is sent stays where it is. */
function createChannels() {
  const open = new Set<{ name: string; onmessage?: (event: { data: unknown }) => void }>();
  return class {
    onmessage?: (event: { data: unknown }) => void;
    constructor(readonly name: string) {
      open.add(this as never);
    }
    postMessage(data: unknown) {
      for (const other of open) {
        if (other.name === this.name && other !== (this as never)) {
          queueMicrotask(() => other.onmessage?.({ data }));
        }
      }
    }
    close() {
      open.delete(this as never);
    }
  };
}
const stopped = () => new Promise<never>(() => {});

describe("turns of tabs", () => {
  it("are waited for two seconds by a lookup: with a tab that is stopped, and where nobody answers", async () => {
    for (const holder of ["stopped", "none"]) {
      const virtual = createVirtual();
      const { exclusively: _, ...runtime } = virtual.runtime;
      const locks = createLocks();
      await on({ navigator: { locks } }, async () => {
        const storage = memoryStorage();
        const tab = () => createHomeCore({ lookup, organization: "acme", storage, runtime });
        if (holder === "stopped") {
          locks.request("home-region:api.example.com:acme", stopped);
          virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
          const start = virtual.now();
          await virtual.run(Promise.all([1, 2, 3].map(() => tab().ready())));
          assert.ok(virtual.now() - start < 2500, `${virtual.now() - start} ms`);
        } else {
          virtual.hosts.set("api.example.com", () => ({ fault: "silence" }));
          const start = virtual.now();
          const ends = await virtual.run(
            Promise.all(
              [1, 2, 3, 4, 5].map(() =>
                tab()
                  .ready()
                  .catch(() => virtual.now() - start),
              ),
            ),
          );
          assert.ok(
            ends.every((ms) => (ms as number) < 18_500),
            `${ends} ms, of which its own questions are 16 s`,
          );
        }
      });
    }
  });

  it("are taken over by the tabs that live, one at a time, where the tab that replays is stopped", async () => {
    const virtual = createVirtual();
    const { exclusively: _, ...runtime } = virtual.runtime;
    const locks = createLocks();
    const channels = { navigator: { locks }, BroadcastChannel: createChannels() };
    await on(channels, async () => {
      const storage = memoryStorage();
      const all = world({}, storage, virtual);
      locks.request("home-region-offline:acme:u1:replay", stopped);
      const tabs = [1, 2, 3].map(() =>
        createOffline(createHomeCore({ lookup, organization: "acme", storage, runtime }), { user: "u1" }),
      );
      const sent = tabs.map((tab, index) => tab.fetch("/v1/profile", { method: "PUT", body: String(index) }));
      await virtual.run(virtual.sleep(5000));
      const puts = virtual.requests.filter(({ method }) => method === "PUT");
      assert.deepEqual([all.ledger.done.sort(), puts.length], [["0", "1", "2"], 3], "within five seconds");
      await virtual.run(Promise.all(sent));
      for (const tab of tabs) {
        tab.stop();
      }
    });
  });

  it("are waited for as long as the tab that replays lives, however slow home is", async () => {
    const virtual = createVirtual();
    const { exclusively: _, ...runtime } = virtual.runtime;
    const channels = { navigator: { locks: createLocks() }, BroadcastChannel: createChannels() };
    await on(channels, async () => {
      const storage = memoryStorage();
      const all = world({}, storage, virtual);
      const home = () => createHomeCore({ lookup, organization: "acme", storage, runtime, hedge: false });
      const [first, second] = [createOffline(home(), { user: "u1" }), createOffline(home(), { user: "u1" })];
      virtual.hosts.set("ca.api.example.com", ({ headers, body }) => ({
        status: all.ledger.take(headers.get("idempotency-key")!, body),
        delayMs: 9000,
      }));
      const sent = [first.fetch("/v1/profile", { method: "PUT", body: "1" })];
      await virtual.run(virtual.sleep(100));
      sent.push(second.fetch("/v1/profile", { method: "PUT", body: "2" }));
      await virtual.run(Promise.all(sent));
      await virtual.run(virtual.sleep(5000));
      const puts = virtual.requests.filter(({ method }) => method === "PUT");
      assert.deepEqual([all.ledger.done, puts.length], [["1", "2"], 2]);
      first.stop();
      second.stop();
    });
  });

  it("are nobody's where the browser denies locks, at once or later", async () => {
    const denied = () => {
      throw new Error("denied");
    };
    const getter = Object.defineProperty({}, "locks", { get: denied });
    for (const navigator of [
      { locks: { request: denied } },
      { locks: { request: () => Promise.reject(new Error("denied")) } },
      getter,
    ]) {
      await on({ navigator }, async () => {
        assert.equal(await createRuntime({}).exclusively("name", async () => 3), 3);
        await assert.rejects(
          createRuntime({}).exclusively("name", () => Promise.reject(new Error("own"))),
          /own/,
        );
      });
    }
    assert.equal(allowed(denied), undefined);
  });
});

/** The queue and its storage: what a write costs, and what a storage that hangs or fails does to calls. */
import assert from "node:assert/strict";
import { createHomeCore, isHomeError } from "../../client/core";
import { createOffline } from "../../client/offline";
import { boundStorage } from "../../client/storage/bounded";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { lookup } from "../support/home-response";
import { world } from "../support/offline-world";
import { on } from "../support/platform";
import { createVirtual } from "../support/virtual-network";

const put = (body: string) => ["/v1/profile", { method: "PUT", body }] as const;

/** What is asked of a storage; a listing costs as much as it lists. */
function counted(memory = memoryStorage()) {
  const cost = { total: 0 };
  const count = <T>(work: () => T): T => {
    cost.total++;
    return work();
  };
  const storage: HomeStorage = {
    getItem: (key) => count(() => memory.getItem(key)),
    setItem: (key, value) => count(() => memory.setItem(key, value)),
    removeItem: (key) => count(() => memory.removeItem(key)),
    getAllKeys() {
      const keys = memory.getAllKeys();
      cost.total += 1 + keys.length;
      return keys;
    },
  };
  return { memory, storage, cost };
}

describe("client offline storages", () => {
  it("queues the ten-thousandth write for what the tenth cost, at every start", async () => {
    const { storage, cost } = counted();
    const all = world({ maxWrites: 20_000 }, storage);
    const offline = all.start();
    offline.stop();
    all.network(false);
    await all.put(offline, "first");
    const costs: number[] = [];
    for (let n = 0; n < 10_000; n++) {
      const before = cost.total;
      const { status } = await offline.fetch(...put(String(n)));
      assert.equal(status, 202);
      costs.push(cost.total - before);
    }
    assert.deepEqual([...new Set(costs)], [1], "it is stored, and nothing else");
    const next = all.start();
    next.stop();
    assert.equal((await offline.queued()).length, 10_001);
    const before = cost.total;
    assert.equal((await next.fetch(...put("last"))).status, 202);
    assert.ok(cost.total - before <= 1);
  });

  it("sends them in a time that grows with their number, not with its square", async () => {
    const { storage, cost } = counted();
    const all = world({ maxWrites: 20_000 }, storage);
    const offline = all.start();
    offline.stop();
    all.network(false);
    for (let n = 0; n < 2000; n++) {
      await all.put(offline, String(n));
    }
    all.network(true);
    cost.total = 0;
    assert.equal(await all.virtual.run(offline.replay()), 0);
    assert.equal(all.ledger.done.length, 2000);
    assert.ok(cost.total < 4 * 2000 + 2000, `${cost.total} operations`);
  });

  /** A storage of which some operations never end. */
  function hanging(hangs: (operation: string, key: string) => boolean, memory = memoryStorage()): HomeStorage {
    const never = <T>() => new Promise<T>(() => {});
    return {
      getItem: (key) => (hangs("get", key) ? never() : memory.getItem(key)),
      setItem: (key, value) => (hangs("set", key) ? never() : memory.setItem(key, value)),
      removeItem: (key) => (hangs("remove", key) ? never() : memory.removeItem(key)),
      getAllKeys: () => (hangs("keys", "") ? never() : memory.getAllKeys()),
    };
  }

  it("lets no call hang with its storage: it is sent, or refused where it can be neither sent nor kept", async () => {
    for (const operation of ["get", "set", "remove", "keys"]) {
      const storage = hanging((what, key) => what === operation && !key.startsWith("home-region:"));
      const reads = [{ match: /./, policy: "cache-first" as const, maxAgeSeconds: 60 }];
      const all = world({ reads }, storage);
      const offline = all.start();
      const begun = all.virtual.now();
      assert.equal((await all.put(offline, "1")).status, 200, operation);
      assert.equal((await all.virtual.run(offline.fetch("/v1/a"))).status, 200, operation);
      assert.ok(all.virtual.now() - begun < 12_000, `${operation}: ${all.virtual.now() - begun} ms`);
      const again = all.virtual.now();
      for (const body of ["2", "3", "4"]) {
        await all.put(offline, body);
      }
      assert.ok(all.virtual.now() - again < 6000, `${operation}: nobody asks it again at once`);
      assert.deepEqual(all.ledger.done, ["1", "2", "3", "4"]);
      all.network(false);
      const found = await all.put(offline, "5").then(
        ({ status }) => status,
        (error) => error.code,
      );
      assert.equal(found, "storage-full", `${operation}: it is still not asked`);
    }
  });

  it("sends what it cannot store, in its place, as long as there is a network", async () => {
    const memory = memoryStorage();
    let full = false;
    const storage: HomeStorage = {
      ...memory,
      setItem(key, value) {
        if (full) {
          throw new Error("QuotaExceededError");
        }
        memory.setItem(key, value);
      },
    };
    const all = world({}, storage);
    const offline = all.start();
    await all.put(offline, "0");
    all.network(false);
    await all.put(offline, "1");
    full = true;
    all.network(true);
    assert.equal((await all.put(offline, "2")).status, 200);
    assert.deepEqual(all.ledger.done, ["0", "1", "2"]);
    all.network(false);
    await assert.rejects(all.put(offline, "3"), (error) => isHomeError(error, "storage-full"));
    all.network(true);
    full = false;
    await all.virtual.run(all.virtual.sleep(120_000));
    assert.deepEqual(all.ledger.done, ["0", "1", "2"], "what was refused is not sent later");
  });

  it("asks a storage that has hung again after half a minute, and takes its late answer for none", async () => {
    const virtual = createVirtual();
    const asked: string[] = [];
    const storage = boundStorage(
      {
        getItem(key) {
          asked.push(key);
          return new Promise(() => {});
        },
        setItem() {},
        removeItem() {},
        getAllKeys: () => [],
      },
      virtual.runtime,
    );
    const timeout = (error: unknown) => isHomeError(error, "timeout");
    const begun = virtual.now();
    await assert.rejects(virtual.run(storage.get("1")), timeout);
    assert.equal(virtual.now() - begun, 5000);
    await assert.rejects(virtual.run(storage.get("2")), timeout);
    assert.equal(virtual.now() - begun, 5000);
    await virtual.run(virtual.sleep(30_000));
    await assert.rejects(virtual.run(storage.get("3")), timeout);
    assert.deepEqual(asked, ["1", "3"]);
    await virtual.run(virtual.sleep(30_000));
    await virtual.run(storage.set("k", "v"));
    await virtual.run(storage.settled());
  });

  it("asks the browser to keep what waits, once, and only when something does", async () => {
    let asked = 0;
    const persist = async () => {
      asked++;
      throw new Error("denied");
    };
    await on({ navigator: { storage: { persist } } }, async () => {
      const all = world();
      const offline = all.start();
      await all.put(offline, "0");
      assert.equal(asked, 0);
      all.network(false);
      await all.put(offline, "1");
      await all.put(offline, "2");
      assert.equal(asked, 1);
    });
  });

  it("refuses a storage that cannot list its keys, at once", () => {
    const { getAllKeys: _, ...storage } = memoryStorage();
    const home = createHomeCore({ lookup, organization: "acme" });
    assert.throws(
      () => createOffline(home, { user: "u1", storage }),
      (error: Error) =>
        isHomeError(error, "bad-option") && /give it getAllKeys\(\), or length and key/.test(error.message),
    );
  });
});

/** When the queue is sent, by whom, and what is in a write that was judged. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { createOffline, type QueuedWrite, type SetAsideWrite } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { lookup } from "../support/home-response";
import { hosts, world } from "../support/offline-world";
import { bodies, serve, waiting } from "../support/queue-world";
import { createVirtual } from "../support/virtual-network";

/** A network whose turns are counted, by name. */
function counted() {
  const virtual = createVirtual();
  const turns: string[] = [];
  const { exclusively } = virtual.runtime;
  virtual.runtime.exclusively = (name, run) => {
    if (name.endsWith(":replay")) {
      turns.push(name);
    }
    return exclusively(name, run);
  };
  return { virtual, turns };
}

const fields = ["at", "body", "headers", "id", "key", "method", "path"];
const fieldsOf = (writes: QueuedWrite[]) => writes.map((write) => Object.keys(write).sort());

describe("client offline turns", () => {
  it("shares the next turn among all who ask while one is under way, of this user's queue", async () => {
    const { virtual, turns } = counted();
    const { start } = world({}, memoryStorage(), virtual);
    const offline = start();
    for (let time = 0; time < 2; time++) {
      turns.length = 0;
      await virtual.run(Promise.all([offline.replay(), offline.replay(), offline.replay()]));
      assert.deepEqual(turns, Array(2).fill("home-region-offline:acme:u1:replay"), String(time));
    }
  });

  it("sends when home is there, also in its second Region, and at no other news", async () => {
    const { virtual, turns } = counted();
    const storage = memoryStorage();
    const home = createHomeCore({ lookup, organization: "acme", storage, runtime: virtual.runtime });
    const offline = createOffline(home, { user: "u1" });
    await virtual.run(offline.fetch("/v1/profile", { method: "PUT", body: "x" }));
    for (const [state, sends] of [
      ["home", 1],
      ["failover", 1],
      ["unavailable", 0],
      ["offline", 0],
      ["unknown", 0],
    ] as const) {
      // Its next turn by itself is a minute away, or half of one.
      while (turns.length) {
        turns.length = 0;
        await virtual.run(virtual.sleep(20_000));
      }
      home.emit("status", { ...home.status, state });
      await virtual.run(virtual.sleep(2000));
      assert.equal(turns.length, sends, state);
    }
  });

  it("takes a refusal for one although it says when to come back, and waits after a 409 that does", async () => {
    for (const [status, aside] of [
      [403, ["1"]],
      [409, []],
    ] as const) {
      const all = await waiting(["1"]);
      serve(all, () => ({ status, headers: { "retry-after": "1" } }));
      assert.equal(await all.virtual.run(all.offline.replay()), 1 - aside.length);
      assert.deepEqual(await bodies(all.offline.setAside()), aside, String(status));
    }
  });

  it("keeps a write's own fields only, whatever the app has decided", async () => {
    for (const decision of ["retry", { body: "changed" }] as const) {
      const all = await waiting(["1"], { onConflict: () => decision });
      serve(all, () => ({ status: 412 }));
      await all.virtual.run(all.offline.replay());
      assert.deepEqual(fieldsOf(await all.offline.queued()), [[...fields, "tries"]]);
    }
    const all = await waiting(["bad"]);
    await all.virtual.run(all.offline.replay());
    const [{ id }] = (await all.offline.setAside()) as [SetAsideWrite];
    all.network(false);
    await all.offline.resolve(id, "retry");
    assert.deepEqual(fieldsOf(await all.offline.queued()), [fields]);
  });

  it("leaves out a write that is gone when it is read", async () => {
    const memory = memoryStorage();
    const storage = { ...memory, getAllKeys: () => [...memory.getAllKeys(), "home-region-offline:acme:u1:write:gone"] };
    assert.deepEqual(await world({}, storage).start().queued(), []);
  });

  it("takes the quotes around a key off, and none inside", async () => {
    const all = await waiting([]);
    all.network(false);
    const headers = { "idempotency-key": '"a"b"' };
    await all.virtual.run(all.offline.fetch("/v1/x", { method: "PUT", headers, body: "x" }));
    assert.equal((await all.offline.queued())[0]?.key, 'a"b');
  });

  it("refuses what is no path in words that say which", async () => {
    const early = world();
    early.network(false);
    const url = `https://${hosts[0]}/v1/x`;
    await assert.rejects(early.virtual.run(early.start().fetch(url, { method: "PUT", body: "x" })), {
      message: `"${url}" is no path ("/v1/…").`,
    });
  });
});

/** What a replay does with each response: done, later, or the app's to judge. */
import assert from "node:assert/strict";
import type { QueuedWrite, SetAsideWrite } from "../../client/offline";
import { bodies, serve, waiting } from "../support/queue-world";

describe("client offline replay", () => {
  it("stops at what is not the write's fault, in its place, and says how many wait", async () => {
    for (const status of [500, 503, 401, 408, 421, 425, 429]) {
      const all = await waiting(["1", "2", "3"]);
      const { virtual, offline } = all;
      let good = 1;
      serve(all, ({ body }) => (good-- > 0 ? { status: 200 } : { status: body === "2" ? status : 200 }));
      const left = await virtual.run(offline.replay());
      assert.deepEqual([left, await bodies(offline.queued())], [2, ["2", "3"]], `${status}`);
      assert.deepEqual(await offline.setAside(), []);
    }
  });

  it("takes a 409 without a time for a conflict, and each response below 400 for done", async () => {
    for (const status of [200, 204, 304]) {
      const all = await waiting(["1"]);
      serve(all, () => ({ status }));
      assert.deepEqual([await all.virtual.run(all.offline.replay()), await all.offline.queued()], [0, []]);
    }
    for (const status of [400, 403, 404, 409, 410, 412, 422]) {
      const all = await waiting(["1", "2"]);
      serve(all, ({ body }) => ({ status: body === "1" ? status : 200 }));
      const [{ key }] = (await all.offline.queued()) as [QueuedWrite];
      assert.equal(await all.virtual.run(all.offline.replay()), 0);
      const [aside, ...more] = await all.offline.setAside();
      assert.deepEqual([aside?.body, more, await all.offline.queued()], ["1", [], []], String(status));
      assert.notEqual(aside?.key, key, "what is sent again one day is another write");
    }
  });

  it("goes round once more with what the app has changed, and no further in this replay", async () => {
    let asked = 0;
    const all = await waiting(["1", "2"], {
      onConflict: () => {
        asked++;
        return { body: "still bad" };
      },
    });
    serve(all, () => ({ status: 409 }));
    assert.equal(await all.virtual.run(all.offline.replay()), 2);
    assert.equal(asked, 2, "about the first, and about the first again: the second waits for it");
    assert.deepEqual(await bodies(all.offline.queued()), ["still bad", "2"]);
  });

  it("changes body and headers as the app says, and nothing else", async () => {
    const all = await waiting(["1"], {
      onConflict: async (_, response) => ({ body: (await response.json()) as string, headers: { "if-match": '"9"' } }),
    });
    const sent: unknown[] = [];
    serve(all, ({ body, headers, method, path }) => {
      sent.push([method, path, body, headers.get("if-match")]);
      return body === "1" ? { status: 412, body: "theirs and mine" } : { status: 200 };
    });
    assert.equal(await all.virtual.run(all.offline.replay()), 0);
    assert.deepEqual(sent.at(-1), ["PUT", "/v1/profile", "theirs and mine", '"9"']);
  });

  it("gives a key anew at a 422 and keeps it at any other refusal that the app repeats", async () => {
    for (const [status, same] of [
      [412, true],
      [422, false],
    ] as const) {
      const all = await waiting(["1"], { onConflict: () => "retry" });
      serve(all, () => ({ status }));
      const [{ key }] = (await all.offline.queued()) as [QueuedWrite];
      await all.virtual.run(all.offline.replay());
      assert.equal((await all.offline.queued())[0]?.key === key, same, String(status));
    }
  });

  it("puts back what was set aside at the end of the queue, as it was or changed, or drops it", async () => {
    const all = await waiting(["bad", "2"]);
    const { offline, virtual } = all;
    await virtual.run(offline.replay());
    const [{ id, key }] = (await offline.setAside()) as [SetAsideWrite];
    await offline.resolve("no-such-write", "retry");
    assert.deepEqual([await bodies(offline.setAside()), await offline.queued()], [["bad"], []]);
    all.network(false);
    await all.put(offline, "3");
    await offline.resolve(id, "retry");
    assert.deepEqual(await bodies(offline.queued()), ["3", "bad"]);
    assert.deepEqual([(await offline.queued())[1]?.key, await offline.setAside()], [key, []]);
    all.network(true);
    await virtual.run(offline.replay());
    const [again] = (await offline.setAside()) as [SetAsideWrite];
    await offline.resolve(again.id, "drop");
    assert.deepEqual([await offline.setAside(), await offline.queued()], [[], []]);
  });

  it("changes a write that waits in its place, with a key of its own, or lets it go", async () => {
    const all = await waiting(["1", "2", "3"]);
    const [first, second, third] = await all.offline.queued();
    await all.offline.resolve(second!.id, { body: "two" });
    await all.offline.resolve(third!.id, "drop");
    await all.offline.resolve(first!.id, "retry");
    const [same, changed, ...more] = await all.offline.queued();
    assert.deepEqual([same, changed?.body, changed?.id, more], [first, "two", second!.id, []]);
    assert.notEqual(changed?.key, second!.key);
    await all.virtual.run(all.offline.replay());
    assert.deepEqual(all.ledger.done, ["1", "two"]);
    assert.deepEqual(await bodies(all.offline.queued()), []);
  });
});

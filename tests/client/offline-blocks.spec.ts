/** Nothing stops the queue for good, and whatever stops it for a while is said. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { HomeError } from "../../client/core";
import type { OfflineEvents, SetAsideWrite } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { world } from "../support/offline-world";
import { serve, waiting } from "../support/queue-world";
import { createVirtual, type VirtualResponse } from "../support/virtual-network";

type Options = NonNullable<Parameters<typeof world>[0]>;
const writes = "home-region-offline:acme:u1:write:";
const hour = 3_600_000;

/** A queue that was left by an earlier start, and a start that finds it; nobody calls `replay`. */
async function left(texts: string[], options: Options = {}, storage: HomeStorage = memoryStorage(), damage = () => {}) {
  const all = world(options, storage, createVirtual(1, 100 * hour));
  all.network(false);
  const before = all.start();
  before.stop();
  for (const text of texts) {
    assert.equal((await all.put(before, text)).status, 202);
  }
  damage();
  all.network(true);
  const events: [keyof OfflineEvents, any][] = [];
  const start = () => {
    const offline = all.start();
    for (const type of ["queued", "sent", "waiting", "set-aside", "removed"] as const) {
      offline.on(type, (event) => events.push([type, event]));
    }
    return offline;
  };
  const later = (ms: number) => all.virtual.run(all.virtual.sleep(ms));
  return { ...all, start, events, later };
}
const aside = async (offline: ReturnType<ReturnType<typeof world>["start"]>) =>
  (await offline.setAside()).map(({ body, reason }) => [body, reason.code, reason.status]);

describe("client offline: what could block the queue", () => {
  it("sets a write aside that always gets a 500, after ten tries, and goes on with the next", async () => {
    const all = await left(["poison", "good"]);
    serve(all, ({ body }) => ({ status: body === "poison" ? 500 : 200 }));
    const offline = all.start();
    await all.later(hour);
    assert.deepEqual([await aside(offline), offline.length], [[["poison", "failing", 500]], 0]);
    // The client itself tries each write a few times more each time.
    assert.equal(all.events.filter(([type]) => type === "waiting").length, 9);
    const [{ key, tries: counted }] = (await offline.setAside()) as [SetAsideWrite];
    assert.deepEqual(
      [
        counted,
        new Set(all.virtual.requests.flatMap((r) => (r.body === "poison" ? r.headers.get("idempotency-key") : []))),
      ],
      [10, new Set([`"${key}"`])],
    );
  });

  it("sets a write aside that home answers without doing it for a day, as often as the app says", async () => {
    for (const [status, options, waits] of [
      [503, {}, 24],
      [429, {}, 24],
      [503, { giveUpAfter: { seconds: 7200 } }, 2],
    ] as const) {
      const all = await left(["1", "2"], options);
      serve(all, ({ body }) => ({ status: body === "1" ? status : 200 }));
      const offline = all.start();
      await all.later((waits - 1) * hour);
      assert.equal(offline.length, 2, `${status} before`);
      await all.later(1.1 * hour);
      assert.deepEqual([await aside(offline), offline.length], [[["1", "failing", status]], 0]);
    }
  });

  it("gives up on no write while nobody is signed in or nobody answers", async () => {
    for (const response of [{ status: 401 }, { fault: "network" }] as VirtualResponse[]) {
      const all = await left(["1"], { giveUpAfter: { tries: 1, seconds: 1 } });
      serve(all, () => response);
      const offline = all.start();
      await all.later(900_000);
      assert.deepEqual([offline.length, await offline.setAside()], [1, []], JSON.stringify(response));
      serve(all, () => ({ status: 200 }));
      await all.later(61_000);
      assert.equal(offline.length, 0);
    }
  });

  it("sets aside at once what is stored and is no write, with what was stored", async () => {
    const good = { id: "x", key: "k", method: "PUT", path: "/v1/x", headers: {}, body: null, at: "" };
    for (const text of ["", "{", "null", "7", "{}", '"text"', "[]"].concat(
      [
        { key: 7 },
        { key: "" },
        { method: "P T" },
        { path: "https://us.api.example.com/" },
        { body: {} },
        { headers: { "a b": "x" } },
      ].map((part) => JSON.stringify({ ...good, ...part })),
    )) {
      const storage = memoryStorage();
      storage.setItem(`${writes}000000000000001`, text);
      const all = await left(["good"], {}, storage);
      const offline = all.start();
      await all.later(5000);
      assert.deepEqual(all.ledger.done, ["good"], text);
      assert.deepEqual(await aside(offline), [[text, "unreadable", null]]);
      const [{ id }] = (await offline.setAside()) as [SetAsideWrite];
      await offline.resolve(id, "drop");
      assert.deepEqual(await offline.setAside(), []);
    }
  });

  it("goes round an item that the storage does not give out", async () => {
    const memory = memoryStorage();
    let broken = "";
    const storage: HomeStorage = {
      ...memory,
      getItem(key) {
        if (key === broken) {
          throw new Error("DataError");
        }
        return memory.getItem(key);
      },
    };
    const all = await left(["lost", "good"], {}, storage, () => {
      broken = memory
        .getAllKeys()
        .filter((key) => key.startsWith(writes))
        .sort()[0]!;
    });
    const offline = all.start();
    await all.later(hour);
    assert.deepEqual(all.ledger.done, ["good"]);
    assert.deepEqual(await aside(offline), [["", "unreadable", null]]);
  });

  it("goes on where `onConflict` throws or never ends, and does what it says too late", async () => {
    let late!: (decision: { body: string }) => void;
    const all = await left(["bad throws", "bad hangs", "good"], {
      onConflict({ body }) {
        if (body === "bad throws") {
          throw new Error("a mistake");
        }
        return new Promise((resolve) => {
          late = resolve;
        });
      },
    });
    const offline = all.start();
    await all.later(120_000);
    assert.deepEqual(all.ledger.done, ["good"]);
    const found = (await offline.setAside()).map(({ body, reason }) => [
      body,
      reason.code,
      reason.status,
      reason.message,
    ]);
    assert.deepEqual(found, [
      ["bad throws", "undecided", 409, "a mistake"],
      ["bad hangs", "undecided", 409, "onConflict took more than 60 s"],
    ]);
    late({ body: "decided" });
    await all.later(5000);
    assert.deepEqual(all.ledger.done, ["good", "decided"]);
    assert.equal((await offline.setAside()).length, 1);
  });

  it("waits where `onConflict` itself cannot reach home, and asks it again", async () => {
    let up = false;
    const all = await left(["bad", "good"], {
      onConflict() {
        if (!up) {
          throw new HomeError("offline", "no network");
        }
        return "drop";
      },
    });
    const offline = all.start();
    await all.later(60_000);
    assert.deepEqual([offline.length, await offline.setAside()], [2, []]);
    up = true;
    await all.later(61_000);
    assert.deepEqual([all.ledger.done, offline.length], [["good"], 0]);
  });

  it("sends no write for ever that the app wants to send again and again", async () => {
    const all = await left(["bad", "good"], { onConflict: () => "retry" });
    const offline = all.start();
    await all.later(hour);
    assert.deepEqual([all.ledger.done, await aside(offline)], [["good"], [["bad", "failing", 409]]]);
  });

  it("says what happens to each write, and how many wait", async () => {
    const all = await left([], {});
    const offline = all.start();
    all.network(false);
    await all.put(offline, "1");
    await all.put(offline, "bad");
    await all.put(offline, "3");
    assert.equal(offline.length, 3);
    const [first] = await offline.queued();
    await offline.resolve(first!.id, "drop");
    all.network(true);
    await all.later(120_000);
    const said = all.events
      .filter(([type]) => type !== "waiting")
      .map(([type, { write, id, length, status }]) => [type, write?.body ?? id, length, status]);
    assert.deepEqual(said, [
      ["queued", "1", 1, undefined],
      ["queued", "bad", 2, undefined],
      ["queued", "3", 3, undefined],
      ["removed", first!.id, 2, undefined],
      ["set-aside", "bad", 1, undefined],
      ["sent", "3", 0, 200],
    ]);
    const waits = all.events.filter(([type]) => type === "waiting").map(([, event]) => event);
    assert.ok(waits.length > 0);
    for (const { status, error, until } of waits) {
      assert.deepEqual([status, error.name, Date.parse(until) > 0], [null, "HomeError", true]);
    }
  });

  it("brings nothing back that was dropped or changed while it was being sent", async () => {
    for (const decision of ["drop", { body: "changed" }] as const) {
      const all = await waiting(["1", "2"]);
      let failing = true;
      serve(all, ({ body }) => ({ status: failing && body === "1" ? 500 : 200, delayMs: 1000 }));
      const replayed = all.offline.replay();
      await all.virtual.run(all.virtual.sleep(500));
      const [first] = await all.offline.queued();
      await all.offline.resolve(first!.id, decision);
      await all.virtual.run(replayed);
      failing = false;
      await all.virtual.run(all.offline.replay());
      assert.deepEqual([await all.offline.queued(), await all.offline.setAside()], [[], []]);
      const sent = all.virtual.requests.filter(({ method }) => method === "PUT").map(({ body }) => body);
      assert.equal(sent.includes("changed"), decision !== "drop");
    }
  });

  it("ends with each write done or set aside with its reason, whatever the server makes of each", async () => {
    const kind = fc.constantFrom(
      "ok",
      "500",
      "501",
      "507",
      "400",
      "404",
      "409",
      "412",
      "422",
      "307",
      "broken",
      "throws",
      "retry",
      "drop",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { minLength: 1, maxLength: 6 }), async (kinds) => {
        const memory = memoryStorage();
        const texts = kinds.map((kind, n) => `${kind} ${n}`);
        const options: Options = {
          onConflict({ body }) {
            if (body!.startsWith("throws")) {
              throw new Error("a mistake");
            }
            return body!.startsWith("retry") ? "retry" : body!.startsWith("drop") ? "drop" : undefined;
          },
        };
        const all = await left(texts, options, memory, () => {
          for (const key of memory.getAllKeys().filter((key) => key.startsWith(writes))) {
            if (/"body":"broken/.test(memory.getItem(key) as string)) {
              memory.setItem(key, (memory.getItem(key) as string).slice(1));
            }
          }
        });
        const done: string[] = [];
        serve(all, ({ body }) => {
          const status = Number.parseInt(body, 10) || (body.startsWith("ok") ? 200 : 409);
          if (status === 200) {
            done.push(body);
          }
          return { status, ...(status === 307 && { headers: { location: "https://us.api.example.com/" } }) };
        });
        const offline = all.start();
        await all.later(6 * hour);
        assert.equal(offline.length, 0);
        assert.deepEqual(await offline.queued(), []);
        assert.deepEqual(
          done,
          texts.filter((text) => text.startsWith("ok")),
        );
        const expected = texts.filter((text) => !/^(ok|drop)/.test(text)).length;
        assert.equal((await offline.setAside()).length, expected);
      }),
      { numRuns: 60 },
    );
  });
});

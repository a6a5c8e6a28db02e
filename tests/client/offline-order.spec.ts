/** The order of calls: what is written later is never done earlier, whatever becomes of either, in one tab or in two. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeCore, isHomeError } from "../../client/core";
import { createOffline } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import type { HomeStorage } from "../../client/types";
import { lookup } from "../support/home-response";
import { type Fate, keyedServer } from "../support/keyed-server";
import { hosts } from "../support/offline-world";
import { createVirtual, type VirtualRequest } from "../support/virtual-network";

function start(fateOf: (request: VirtualRequest) => Fate, storage: HomeStorage = memoryStorage(), seed = 1) {
  const virtual = createVirtual(seed, 100 * 3_600_000);
  const server = keyedServer(virtual, fateOf);
  const open = (options = {}) => {
    const home = createHomeCore({ lookup, organization: "acme", storage, runtime: virtual.runtime });
    return createOffline(home, { user: "u1", ...options });
  };
  const later = async (ms: number) => virtual.run(virtual.sleep(ms));
  return { virtual, server, open, storage, later };
}
const put = (body: string, init = {}) => ["/v1/profile", { method: "PUT", body, ...init }] as const;
/** A queue with its network calm again: time enough for everything. */
const calm = 3_600_000;

describe("client offline order", () => {
  it("lets a later write wait for one that is under way, and gives each its own response", async () => {
    const { virtual, server, open, later } = start(({ body }) => (body === "old" ? { slow: 4000 } : "ok"));
    const offline = open();
    const old = offline.fetch(...put("old"));
    await later(100);
    const responses = await virtual.run(Promise.all([old, offline.fetch(...put("new"))]));
    assert.deepEqual(
      [responses.map(({ status }) => status), server.bodies],
      [
        [200, 200],
        ["old", "new"],
      ],
    );
    assert.equal(offline.length, 0);
  });

  it("ends with the newer write where the older one stalls and fails, in one tab and in another", async () => {
    for (const tabs of [1, 2]) {
      let failing = true;
      const { virtual, server, open, later } = start(({ body }) => (failing && body === "old" ? "lost" : "ok"));
      for (const host of hosts) {
        const handler = virtual.hosts.get(host)!;
        virtual.hosts.set(host, async (request) => {
          const response = await handler(request);
          return failing && request.body === "old" ? { fault: "network", delayMs: 4000 } : response;
        });
      }
      const first = open();
      const second = tabs === 1 ? first : open();
      const old = first.fetch(...put("old"));
      await later(100);
      const late = second.fetch(...put("new"));
      assert.equal((await virtual.run(old)).status, 202);
      failing = false;
      assert.ok((await virtual.run(late)).ok);
      await later(calm);
      assert.deepEqual(server.bodies, ["old", "new"], `${tabs} tabs`);
    }
  });

  it("keeps the order of any calls at any times in two tabs, whatever happens to each attempt", async () => {
    const fate = fc.constantFrom<Fate>("ok", "ok", "lost", "done-but-lost", "503", { slow: 3000 }, { slow: 15_000 });
    const call = fc.record({ tab: fc.nat(1), waitMs: fc.integer({ min: 1, max: 9000 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 2, maxLength: 8 }),
        fc.array(fate, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        async (calls, fates, seed) => {
          let turn = 0;
          const { virtual, server, open, later } = start(() => fates[turn++] ?? "ok", undefined, seed);
          const tabs = [open(), open()];
          const answers: Promise<[string, number]>[] = [];
          for (const [n, { tab, waitMs }] of calls.entries()) {
            await later(waitMs);
            answers.push(tabs[tab]!.fetch(...put(String(n))).then(({ status }) => [String(n), status]));
          }
          const taken = (await virtual.run(Promise.all(answers))).filter(([, status]) => status < 300);
          await later(calm);
          assert.deepEqual(server.bodies, [...server.bodies].sort(), "in the order of calls");
          assert.equal(new Set(server.bodies).size, server.bodies.length, "each once");
          for (const [body, status] of taken) {
            assert.ok(server.bodies.includes(body), `${body} (${status}) was lost`);
          }
          assert.equal(tabs[0]!.length + tabs[1]!.length, 0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("stores each write before it is sent", async () => {
    const disk = memoryStorage();
    const unstored: string[] = [];
    const { virtual, open } = start(({ body }) => {
      if (!disk.getAllKeys().some((key) => key.includes(":write:") && disk.getItem(key)?.toString().includes(body))) {
        unstored.push(body);
      }
      return "ok";
    }, disk);
    const offline = open();
    const bodies = ["body 1", "body 2", "body 3"];
    await virtual.run(Promise.all(bodies.map((body) => offline.fetch(...put(body)))));
    assert.deepEqual(unstored, []);
    assert.deepEqual(
      disk.getAllKeys().filter((key) => key.includes("offline")),
      [],
      "and nothing is left",
    );
  });

  it("keeps the place of a Request whose body takes longer to read", async () => {
    const { virtual, server, open } = start(() => "ok");
    const offline = open();
    await virtual.run(offline.fetch(...put("0")));
    const request = new Request("https://ca.api.example.com/v1/profile", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: '{"é":1}',
    });
    await virtual.run(Promise.all([offline.fetch(request), offline.fetch(...put("2"))]));
    assert.equal(server.bodies.at(-1), "2");
  });

  it("queues a Request's text as it queues a text, and sends no body where there is none", async () => {
    const storage = memoryStorage();
    let up = true;
    const { virtual, open, later } = start(() => (up ? "ok" : "lost"), storage);
    const offline = open();
    await virtual.run(offline.fetch(...put("0")));
    up = false;
    const url = "https://ca.api.example.com/v1/profile";
    const headers = { "content-type": "application/json" };
    const text = '{"a":"é€"}';
    const requests = [
      new Request(url, { method: "POST", headers, body: text }),
      new Request(url, { method: "DELETE" }),
      new Request(url, { method: "PUT", body: new URLSearchParams("a=1") }),
    ];
    for (const request of requests) {
      assert.equal((await virtual.run(offline.fetch(request))).status, 202);
    }
    const found = (await offline.queued()).map(({ method, body, headers }) => [method, body, headers["content-type"]]);
    assert.deepEqual(found, [
      ["POST", text, "application/json"],
      ["DELETE", null, undefined],
      ["PUT", "a=1", "application/x-www-form-urlencoded;charset=UTF-8"],
    ]);
    const binary = new Request(url, { method: "PUT", headers, body: new Uint8Array([0xff, 0xfe]) });
    await assert.rejects(virtual.run(offline.fetch(binary)), (error) => isHomeError(error, "unreachable"));
    up = true;
    await later(calm);
    assert.equal(offline.length, 0);
  });

  it("withdraws a write whose call is aborted while it waits, and goes on with the next", async () => {
    const { virtual, server, open, later } = start(({ body }) => (body === "old" ? { slow: 4000 } : "ok"));
    const offline = open();
    const old = offline.fetch(...put("old"));
    const abort = new AbortController();
    const mistake = offline.fetch(...put("mistake", { signal: abort.signal }));
    const good = offline.fetch(...put("good"));
    await later(100);
    abort.abort(new Error("never mind"));
    await assert.rejects(virtual.run(mistake), /never mind/);
    await virtual.run(Promise.all([old, good]));
    assert.deepEqual([server.bodies, await offline.queued()], [["old", "good"], []]);
    const gone = AbortSignal.abort(new Error("too late"));
    await assert.rejects(virtual.run(offline.fetch(...put("x", { signal: gone }))), /too late/);
    assert.deepEqual([server.bodies.length, offline.length], [2, 0]);
  });

  it("lets no call wait longer than a call may take, for it is stored", async () => {
    const { virtual, open, later } = start(({ body }) => (body === "slow" ? { slow: 50_000 } : "ok"));
    const offline = open();
    const slow = offline.fetch(...put("slow"));
    await later(10);
    const before = virtual.now();
    assert.equal((await virtual.run(offline.fetch(...put("next")))).status, 202);
    assert.ok(virtual.now() - before <= 30_000);
    assert.equal((await virtual.run(slow)).status, 202);
  });
});

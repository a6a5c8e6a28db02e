import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeCore, type HomeError, type HomeStorage, isHomeError } from "../../client/core";
import { createOffline } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "../support/home-response";
import { createLedger, hosts, world } from "../support/offline-world";
import { createVirtual, type Virtual, type VirtualResponse } from "../support/virtual-network";

describe("client offline", () => {
  it("queues what cannot be sent and replays it in order, once, after a restart too", async () => {
    const { virtual, ledger, start, put, network } = world();
    const offline = start();
    assert.equal((await put(offline, "0")).status, 200);
    network(false);
    for (const body of ["1", "2", "3"]) {
      const response = await put(offline, body);
      assert.equal(response.status, 202);
      assert.ok(response.headers.get("x-home-queued"));
    }
    assert.equal(await virtual.run(offline.replay()), 3);
    network(true);
    const next = start();
    assert.equal(await virtual.run(next.replay()), 0);
    assert.deepEqual(ledger.done, ["0", "1", "2", "3"]);
    assert.equal((await next.queued()).length, 0);
  });

  it("lets no write overtake what waits", async () => {
    const { virtual, ledger, start, put, network } = world();
    const offline = start();
    network(false);
    await put(offline, "1");
    network(true);
    assert.equal((await put(offline, "2")).status, 202);
    await virtual.run(offline.replay());
    assert.deepEqual(ledger.done, ["1", "2"]);
  });

  it("keeps no token, and keeps users apart", async () => {
    const { virtual, ledger, storage, start, network } = world();
    network(false);
    const init = { method: "PUT", body: "x", headers: { authorization: "Bearer secret", "if-match": "7" } };
    await virtual.run(start().fetch("/v1/profile", init));
    const kept = JSON.stringify(
      await Promise.all(((await storage.getAllKeys?.()) ?? []).map((key) => storage.getItem(key))),
    );
    assert.ok(!kept.includes("secret") && kept.includes("if-match"));
    network(true);
    const other = world({ user: "u2" }, storage, virtual);
    assert.equal(await virtual.run(other.start().replay()), 0);
    assert.deepEqual(ledger.done, []);
  });

  it("gives conflicts to the app: changed, dropped, or set aside", async () => {
    const seen: string[] = [];
    const { virtual, ledger, start, put, network } = world({
      onConflict: ({ body }) => {
        seen.push(body ?? "");
        return body === "bad change" ? { body: "changed" } : body === "bad drop" ? "drop" : undefined;
      },
    });
    const offline = start();
    network(false);
    for (const body of ["bad change", "bad drop", "bad aside", "good"]) {
      await put(offline, body);
    }
    network(true);
    await virtual.run(offline.replay());
    assert.deepEqual(seen, ["bad change", "bad drop", "bad aside"]);
    assert.deepEqual(ledger.done, ["changed", "good"]);
    const [aside] = await offline.setAside();
    assert.equal(aside?.body, "bad aside");
    await offline.resolve(aside!.id, { body: "better" });
    await virtual.run(offline.replay());
    assert.deepEqual(ledger.done, ["changed", "good", "better"]);
    assert.deepEqual(await offline.setAside(), []);
  });

  it("refuses a write that the device cannot keep, and gives up kept reads before that", async () => {
    const memory = memoryStorage();
    let room = Infinity;
    const storage: HomeStorage = {
      ...memory,
      setItem(key, value) {
        const used = memory.getAllKeys().reduce((sum, key) => sum + (memory.getItem(key) as string).length, 0);
        if (used + value.length > room) {
          throw new Error("QuotaExceededError");
        }
        memory.setItem(key, value);
      },
    };
    const reads = [{ match: /./, policy: "network-first" as const, maxAgeSeconds: 60 }];
    const { virtual, start, put, network } = world({ reads }, storage);
    const offline = start();
    await virtual.run(offline.fetch(`/v1/${"x".repeat(2000)}`));
    room = 3500;
    network(false);
    assert.equal((await put(offline, "y".repeat(1500))).status, 202);
    assert.ok(!memory.getAllKeys().some((key) => key.includes(":read:")));
    const refused = (error: unknown) => isHomeError(error, "storage-full");
    await assert.rejects(put(offline, "z".repeat(2000)), refused);
    await assert.rejects(put(offline, "z".repeat(2000)), (error: HomeError) => {
      assert.equal(error.message, "This device cannot keep the write; it was not queued.");
      assert.match(String(error.details.cause), /QuotaExceededError/);
      return true;
    });
    assert.equal((await offline.queued()).length, 1);
    const few = world({ maxWrites: 1 });
    few.network(false);
    const small = few.start();
    await few.put(small, "1");
    await assert.rejects(few.put(small, "2"), refused);
  });

  it("answers reads by policy from a bounded cache", async () => {
    const reads = [
      { match: /^\/v1\/first/, policy: "cache-first" as const, maxAgeSeconds: 60 },
      { match: /^\/v1\/net/, policy: "network-first" as const, maxAgeSeconds: 600 },
    ];
    const { virtual, start, network } = world({ reads, maxReadBytes: 500 });
    const offline = start();
    const read = async (path: string) => {
      const response = await virtual.run(offline.fetch(path));
      return [await response.json(), response.headers.has("x-home-cached")];
    };
    assert.deepEqual(await read("/v1/first"), ["/v1/first", false]);
    assert.deepEqual(await read("/v1/first"), ["/v1/first", true]);
    await virtual.run(virtual.sleep(61_000));
    assert.deepEqual(await read("/v1/first"), ["/v1/first", false]);
    assert.deepEqual(await read("/v1/net"), ["/v1/net", false]);
    assert.deepEqual(await read("/v1/net"), ["/v1/net", false]);
    network(false);
    assert.deepEqual(await read("/v1/net"), ["/v1/net", true]);
    await assert.rejects(virtual.run(offline.fetch("/v1/other")), (error) => isHomeError(error, "offline"));
    network(true);
    for (let page = 0; page < 10; page++) {
      await read(`/v1/net/${page}`);
    }
    network(false);
    assert.deepEqual(await read("/v1/net/9"), ["/v1/net/9", true]);
    await assert.rejects(virtual.run(offline.fetch("/v1/net/0")), (error) => isHomeError(error, "offline"));
    await offline.clear();
    await assert.rejects(virtual.run(offline.fetch("/v1/net/9")), (error) => isHomeError(error, "offline"));
  });

  it("refuses to start without a storage", () => {
    const home = createHomeCore({ lookup, organization: "acme" });
    assert.throws(
      () => createOffline(home, { user: "u1" }),
      (error: Error) => isHomeError(error, "bad-option") && /needs a storage and the user/.test(error.message),
    );
  });

  /** What happens to a request: before it is done, after it is done, or not at all. */
  const fate = fc.constantFrom(
    "ok",
    "ok",
    "lost",
    "done-but-lost",
    "silence",
    "done-but-silent",
    "503",
    "done-but-503",
    "429",
  );
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant("write" as const) },
    { weight: 1, arbitrary: fc.constant("replay" as const) },
    { weight: 1, arbitrary: fc.constant("restart" as const) },
    { weight: 1, arbitrary: fc.constant("kill" as const) },
    { weight: 1, arbitrary: fc.constant("wait" as const) },
  );

  it("never loses nor doubles a queued write, whatever is lost, wherever it is killed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.array(fate, { minLength: 1, maxLength: 40 }),
        fc.nat(20),
        fc.nat(),
        async (steps, fates, killAfter, seed) => {
          const virtual: Virtual = createVirtual(seed, 100 * 3_600_000);
          const ledger = createLedger();
          let turn = 0;
          let calm = false;
          virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
          for (const host of hosts) {
            virtual.hosts.set(host, ({ headers, body, path }): VirtualResponse => {
              if (path === "/healthz") {
                return { status: 200 };
              }
              const what = calm ? "ok" : fates[turn++ % fates.length]!;
              const doing = what === "ok" || what.startsWith("done");
              const status = doing ? ledger.take(headers.get("idempotency-key")!, body) : 0;
              if (what.endsWith("lost")) {
                return { fault: "network" };
              }
              if (what.endsWith("silence") || what.endsWith("silent")) {
                return { fault: "silence" };
              }
              return { status: what.endsWith("503") ? 503 : what === "429" ? 429 : status };
            });
          }
          const disk = memoryStorage();
          const accepted = new Set<string>();
          let alive = { on: true };
          const start = () => {
            const life = { on: true };
            alive = life;
            let writes = 0;
            // A tab that is killed stops in the middle: some write to the disk is its last, and nothing of it goes on.
            const dead = <T>() => new Promise<T>(() => {});
            const storage: HomeStorage = {
              getItem: (key) => (life.on ? disk.getItem(key) : dead()),
              getAllKeys: () => (life.on ? disk.getAllKeys() : dead()),
              setItem: (key, value) => (life.on ? disk.setItem(key, value) : dead()),
              removeItem(key) {
                if (++writes > killAfter) {
                  life.on = false;
                }
                return life.on ? disk.removeItem(key) : dead();
              },
            };
            const runtime = { ...virtual.runtime, exclusively: <T>(_: string, run: () => Promise<T>) => run() };
            return createOffline(createHomeCore({ lookup, organization: "acme", storage, runtime }), { user: "u" });
          };
          let offline = start();
          let number = 0;
          const impatient = (work: Promise<unknown>) =>
            virtual.run(Promise.race([work.catch(() => {}), virtual.sleep(200_000)]));
          for (const what of steps) {
            if (what === "write") {
              const body = String(++number);
              await impatient(
                offline.fetch("/v1/profile", { method: "POST", body }).then(({ status }) => {
                  if (status < 300) {
                    accepted.add(body);
                  }
                }),
              );
            } else if (what === "replay") {
              await impatient(offline.replay());
            } else if (what === "wait") {
              await virtual.run(virtual.sleep(30_000));
            } else {
              if (what === "kill") {
                alive.on = false;
              }
              offline.stop();
              offline = start();
            }
          }
          calm = true;
          alive.on = false;
          offline.stop();
          const last = createOffline(
            createHomeCore({ lookup, organization: "acme", storage: disk, runtime: virtual.runtime }),
            { user: "u" },
          );
          await virtual.run(virtual.sleep(400_000));
          await virtual.run(last.replay());
          await virtual.run(last.replay());
          last.stop();
          assert.deepEqual(await last.queued(), []);
          for (const body of accepted) {
            assert.equal(ledger.counts.get(body) ?? 0, 1, `write ${body} was lost`);
          }
          for (const [body, count] of ledger.counts) {
            assert.equal(count, 1, `write ${body} was doubled`);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

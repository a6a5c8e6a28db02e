import assert from "node:assert/strict";
import { homeResponse } from "../support/home-response";
import { hosts, world } from "../support/offline-world";

describe("client offline: idempotency keys", () => {
  it("keeps the key of a write that the app sends again as it is, and gives a changed one its own", async () => {
    const sent: string[][] = [];
    let refusing = true;
    const { virtual, start, put, network } = world({
      onConflict: ({ body }) => (body === "same" ? "retry" : { body: "changed" }),
    });
    for (const host of hosts) {
      virtual.hosts.set(host, ({ headers, body }) => {
        sent.push([body, headers.get("idempotency-key")!]);
        return { status: refusing && body !== "changed" ? 412 : 200 };
      });
    }
    network(false);
    virtual.hosts.set("api.example.com", () => ({ fault: "network" }));
    const offline = start();
    await put(offline, "same");
    await put(offline, "other");
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
    await virtual.run(offline.replay());
    refusing = false;
    await virtual.run(offline.replay());
    const keys = (body: string) => new Set(sent.filter(([sentBody]) => sentBody === body).map(([, key]) => key));
    assert.equal(keys("same").size, 1);
    assert.match([...keys("same")][0]!, /^"[0-9a-f]{32}"$/);
    assert.equal(sent.filter(([body]) => body === "same").length > 1, true);
    assert.equal(keys("changed").has([...keys("other")][0]), false);
    assert.deepEqual(await offline.queued(), []);
  });

  it("sends an app's own key under one name, whether it comes as an option or as a header", async () => {
    const { virtual, ledger, start } = world();
    const offline = start();
    for (const init of [{ idempotencyKey: "k" }, { headers: { "idempotency-key": '"k"' } }]) {
      await virtual.run(offline.fetch("/v1/profile", { method: "PUT", body: "x", ...init }));
    }
    assert.deepEqual(ledger.done, ["x"]);
    assert.equal(virtual.requests.at(-1)?.headers.get("idempotency-key"), '"k"');
  });

  it("waits, and asks nobody, while the first attempt at a write still runs", async () => {
    let running = true;
    const onConflict = () => assert.fail("no conflict");
    const { virtual, start, put, network } = world({ onConflict });
    network(false);
    const offline = start();
    await put(offline, "1");
    network(true);
    for (const host of hosts) {
      virtual.hosts.set(host, () => (running ? { status: 409, headers: { "retry-after": "1" } } : { status: 200 }));
    }
    assert.equal(await virtual.run(offline.replay()), 1);
    running = false;
    assert.equal(await virtual.run(offline.replay()), 0);
  });
});

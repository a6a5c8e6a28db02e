/** The way back from `offline`: by news of the platform, and by any answer. */
import assert from "node:assert/strict";
import { primary, setUp, standby } from "../support/acme-client";
import { homeResponse } from "../support/home-response";
import { on } from "../support/platform";
import type { Handler } from "../support/virtual-network";

const network: Handler = () => ({ fault: "network" });
const hosts = [primary, standby, "api.example.com"];

async function offline() {
  const all = setUp();
  const { virtual, home } = all;
  await virtual.run(home.ready());
  for (const host of hosts) {
    virtual.hosts.set(host, network);
  }
  for (let call = 0; call < 3; call++) {
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    await virtual.run(virtual.sleep(5000));
  }
  assert.equal(home.status.state, "offline");
  return all;
}

describe("a client that is offline", () => {
  it("is at home again when the platform says so, and asks nobody for that", async () => {
    const listeners = new Map<string, () => void>();
    const addEventListener = (type: string, listener: () => void) => listeners.set(type, listener);
    await on({ addEventListener }, async () => {
      const { virtual, home, notices } = await offline();
      const before = virtual.requests.length;
      listeners.get("online")!();
      assert.deepEqual([home.status.state, home.status.why, home.status.region], ["home", "recovered", "ca-central-1"]);
      assert.deepEqual([notices.at(-1)!.kind, virtual.requests.length], ["returned", before]);
      virtual.hosts.set(primary, ({ host }) => ({ status: 200, body: host, delayMs: 20 }));
      const start = virtual.now();
      assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), primary);
      assert.ok(virtual.now() - start < 100, "neither a breaker nor a backoff is left of before");
    });
  });

  for (const [what, host, handler] of [
    ["a Region answers, whatever it says", primary, () => ({ status: 503 })],
    ["a Region refuses", primary, () => ({ status: 403 })],
    ["the lookup answers", "api.example.com", () => ({ status: 200, body: homeResponse() })],
  ] as [string, string, Handler][]) {
    it(`is not any more when ${what}`, async () => {
      const { virtual, home } = await offline();
      virtual.hosts.set(host, handler);
      await virtual.run(virtual.sleep(60_000));
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
      assert.notEqual(home.status.state, "offline");
    });
  }

  it("is not any more when a socket has opened, and still is when one has not", async () => {
    const { home } = await offline();
    home.emit("measurement", { kind: "connect", status: 0 });
    assert.equal(home.status.state, "offline");
    home.emit("measurement", { kind: "connect", status: 101 });
    assert.notEqual(home.status.state, "offline");
  });
});

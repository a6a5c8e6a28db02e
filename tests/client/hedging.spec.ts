import assert from "node:assert/strict";
import { longestWait, primary, setUp, standby } from "../support/acme-client";

describe("client hedging", () => {
  it("hedges a slow read once it knows what is usual, and no write", async () => {
    const { virtual, home, hosts } = setUp();
    for (let call = 0; call < 40; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(primary, () => ({ status: 200, body: primary, delayMs: 900 }));
    const before = virtual.now();
    assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), standby);
    assert.ok(virtual.now() - before < 100);
    assert.equal(await (await virtual.run(home.fetch("/v1/profile", { method: "PUT" }))).json(), primary);
    assert.deepEqual(hosts().slice(40), [primary, standby, primary]);
  });

  it("finds a silent endpoint out although slow answers have spent the hedges' budget", async () => {
    const all = setUp();
    const { virtual, home, hosts } = all;
    for (let call = 0; call < 40; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    let turn = 0;
    virtual.hosts.set(primary, () => ({ status: 200, body: primary, delayMs: turn++ % 8 ? 20 : 900 }));
    assert.ok((await longestWait(all, { readers: 4, reads: 60 })) >= 900, "the budget is not spent");
    const extra = hosts().length - 280;
    assert.ok(extra <= 28, `${extra} extra requests`);
    virtual.hosts.set(primary, () => ({ fault: "silence" }));
    const longest = await longestWait(all, { readers: 4, reads: 25 });
    assert.ok(longest <= 1000, `${longest} ms`);
  });

  /** How long a read takes while the primary is silent and the standby's first answers are a 503. ms. */
  async function readBesideFailures(failures: number): Promise<number> {
    const { virtual, home } = setUp();
    for (let call = 0; call < 40; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(primary, () => ({ fault: "silence" }));
    let turn = 0;
    virtual.hosts.set(standby, () => (turn++ < failures ? { status: 503 } : { status: 200, delayMs: 20 }));
    const before = virtual.now();
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    return virtual.now() - before;
  }

  it("hedges again when a hedge has ended badly", async () => {
    const ms = await readBesideFailures(1);
    assert.ok(ms <= 200, `${ms} ms`);
  });

  it("hedges with a trial of an endpoint that had been given up, where the other is silent", async () => {
    const ms = await readBesideFailures(3);
    assert.ok(ms <= 6000, `${ms} ms`);
  });
});

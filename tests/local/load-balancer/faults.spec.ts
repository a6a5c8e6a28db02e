import assert from "node:assert/strict";
import { dnsName, region, useBalancer } from "../../support/balancers";

describe("local/load-balancer, under faults", () => {
  const used = useBalancer();
  const { start, get, events } = used;

  for (const [error, status, title] of [
    ["unavailable", 503, "503 Service Temporarily Unavailable"],
    ["gateway-timeout", 504, "504 Gateway Time-out"],
    ["bad-gateway", 502, "502 Bad Gateway"],
    ["internal", 500, "500 Internal Server Error"],
  ] as const) {
    it(`refuses with ${title} what the error "${error}" strikes, without asking the function`, async () => {
      await start();
      const { id } = used.twin.faults.add({ kind: "service-errors", region, service: "load-balancer", error });
      const reply = await get("/multi");
      assert.equal(reply.status, status);
      assert.match(reply.body, new RegExp(`<h1>${title}</h1>`));
      assert.deepEqual(events, []);
      used.twin.faults.remove(id);
      assert.equal((await get("/multi")).status, 200);
    });
  }

  it("answers later while it is slow, and on an open connection gives no response while one balancer is down", async () => {
    await start();
    const slow = used.twin.faults.add({ kind: "service-slow", region, service: "load-balancer", delayMs: 200 });
    const from = used.twin.clock.now();
    assert.equal((await get("/multi")).status, 200);
    assert.ok(used.twin.clock.now() - from >= 200);
    used.twin.faults.remove(slow.id);
    const down = { kind: "service-down", region, service: "load-balancer", resource: "lookup" };
    const { id } = used.twin.faults.add(down);
    let ended: string | undefined;
    const call = get("/multi").then(
      () => "answered",
      () => "ended",
    );
    void call.then((how) => {
      ended = how;
    });
    await used.twin.clock.sleep(500);
    assert.deepEqual([ended, events.length], [undefined, 1]);
    used.twin.faults.remove(id);
    assert.equal(await call, "ended");
  });

  it("refuses connections by silence while load balancing in the Region is down", async () => {
    await start();
    const { id } = used.twin.faults.add({ kind: "service-down", region, service: "load-balancer" });
    const [ip] = used.twin.network.addressesOf(dnsName)!;
    const connect = () =>
      used.twin.network.connect({
        from: used.twin.network.place("Toronto"),
        ip: ip!,
        port: 443,
        trace: "t",
        timeoutMs: 300,
      });
    await assert.rejects(connect(), { code: "ETIMEDOUT" });
    used.twin.faults.remove(id);
    (await connect()).destroy();
  });
});

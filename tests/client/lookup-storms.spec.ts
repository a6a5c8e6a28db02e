/** How often a client asks the lookup while Regions, or the lookup, are lost. */
import assert from "node:assert/strict";
import { memoryStorage } from "../../client/storage/memory";
import { ok, primary, setUp, standby } from "../support/acme-client";
import { homeResponse } from "../support/home-response";
import type { Handler } from "../support/virtual-network";

const lookupHost = "api.example.com";

/** Twenty readers, one call a second each, for ten minutes. */
async function outage(regions: Handler, atLookup: Handler, known = true) {
  const all = setUp({ hedge: false, storage: memoryStorage() });
  const { virtual, home } = all;
  if (known) {
    await virtual.run(home.ready());
  }
  for (const host of [primary, standby]) {
    virtual.hosts.set(host, regions);
  }
  virtual.hosts.set(lookupHost, atLookup);
  const start = virtual.now();
  const reader = async () => {
    while (virtual.now() < start + 600_000) {
      await home.fetch("/v1/profile").catch(() => {});
      await virtual.sleep(1000);
    }
  };
  await virtual.run(Promise.all(Array.from({ length: 20 }, reader)));
  const asked = virtual.requests
    .filter(({ host, at }) => host === lookupHost && at >= start)
    .map(({ at }) => at - start);
  return { ...all, asked };
}

describe("lookups of the client in an outage", () => {
  const answers: Handler = () => ({ status: 200, body: homeResponse(), delayMs: 30 });
  const busy: Handler = () => ({ status: 503, headers: { "retry-after": "20" } });
  for (const [what, regions, atLookup, most] of [
    ["of the Regions", () => ({ status: 503 }), answers, 25],
    ["of the Regions and the lookup", () => ({ fault: "network" }), () => ({ fault: "network" }), 30],
    ["of the Regions, where the lookup is silent", () => ({ fault: "network" }), () => ({ fault: "silence" }), 30],
    ["of the Regions, where the lookup says when", () => ({ status: 503 }), busy, 25],
  ] as [string, Handler, Handler, number][]) {
    it(`are one a backoff step: ${what}`, async () => {
      const { asked } = await outage(regions, atLookup);
      assert.ok(asked.length > 5 && asked.length <= most, `${asked.length} lookups`);
    });
  }

  it("are one a step of a few seconds where home is not known, so that nobody is kept out", async () => {
    const { asked, virtual, home } = await outage(ok, () => ({ status: 503 }), false);
    assert.ok(asked.length > 100 && asked.length <= 250, `${asked.length} lookups in ten minutes`);
    virtual.hosts.set(lookupHost, answers);
    await virtual.run(virtual.sleep(5000));
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
  });

  it("obey the lookup's Retry-After", async () => {
    const { asked } = await outage(ok, busy, false);
    assert.ok(asked.length <= 31, `${asked.length} lookups in ten minutes, one in 20 s allowed`);
    assert.ok(asked.slice(1).every((at, index) => at - asked[index]! >= 20_000));
  });

  it("keep a good home through a wrong 421 while they fail", async () => {
    const storage = memoryStorage();
    const first = setUp({ storage });
    await first.virtual.run(first.home.ready());
    const { virtual, home } = setUp({ storage });
    await virtual.run(virtual.sleep(1000));
    virtual.hosts.set(lookupHost, () => ({ fault: "network" }));
    let wrong = 1;
    virtual.hosts.set(primary, (request) => (wrong-- > 0 ? { status: 421 } : ok(request)));
    await assert.rejects(virtual.run(home.fetch("/v1/profile")));
    for (let call = 0; call < 3; call++) {
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    }
  });
});

import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { createMeasure, type MeasureOptions } from "../../client/measure";
import { homeAnswer, lookup } from "../support/home-answer";
import { createVirtual } from "../support/virtual-network";

function world(options: MeasureOptions = {}) {
  const virtual = createVirtual();
  const bodies: { measurements: Record<string, unknown>[]; dropped: number }[] = [];
  let down = false;
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeAnswer(), delayMs: 30 }));
  for (const host of ["ca.api.example.com", "ca-west-1.ca.api.example.com"])
    virtual.hosts.set(host, ({ path, body }) => {
      if (down) return { fault: "network" };
      if (path === "/v1/measurements") bodies.push(JSON.parse(body));
      return { status: 200, delayMs: 20 };
    });
  const fail = (on: boolean) => {
    down = on;
  };
  const home = createHomeCore({ lookup, organization: "acme", runtime: virtual.runtime });
  const measure = createMeasure(home, { sampling: 1, ...options });
  return { virtual, home, measure, bodies, fail };
}

describe("client measure", () => {
  it("sends times in batches to the home Region", async () => {
    const { virtual, home, bodies } = world({ everySeconds: 10 });
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(bodies.length, 0);
    await virtual.run(virtual.sleep(11_000));
    assert.equal(bodies.length, 1);
    const kinds = bodies[0]!.measurements.map(({ kind, ms, status }) => [kind, ms, status]);
    assert.deepEqual(kinds, [
      ["lookup", 30, 200],
      ["request", 50, 200],
      ["request", 20, 200],
    ]);
    assert.equal(bodies[0]!.measurements[1]!.region, "ca-central-1");
  });

  it("carries no path, no id and no text", async () => {
    const { virtual, home, measure, bodies } = world();
    await virtual.run(home.fetch("/v1/people/jane@example.com?token=secret"));
    await virtual.run(measure.flush());
    const allowed = ["kind", "at", "ms", "region", "jurisdiction", "status", "attempts", "network"];
    for (const one of bodies[0]!.measurements) assert.deepEqual(Object.keys(one).sort(), [...allowed].sort());
    assert.ok(!JSON.stringify(bodies).match(/jane|secret|acme|org_/));
  });

  it("measures failover, with what it cost", async () => {
    const { virtual, home, measure, bodies } = world();
    await virtual.run(home.fetch("/v1/profile"));
    virtual.hosts.set("ca.api.example.com", () => ({ fault: "network" }));
    for (let call = 0; call < 3; call++) await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(measure.flush());
    const found = bodies[0]!.measurements.find(({ kind }) => kind === "failover");
    assert.equal(found?.region, "ca-west-1");
    assert.ok(bodies[0]!.measurements.some(({ attempts }) => (attempts as number) > 1));
  });

  it("keeps a bounded number while nothing can be sent, and says how many it dropped", async () => {
    const { virtual, home, measure, bodies, fail } = world({ maxBatch: 5 });
    await virtual.run(home.ready());
    fail(true);
    for (let call = 0; call < 8; call++) await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    fail(false);
    await virtual.run(virtual.sleep(60_000));
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(measure.flush());
    await virtual.run(measure.flush());
    const sent = bodies.flatMap(({ measurements }) => measurements).length;
    const dropped = bodies.reduce((sum, { dropped }) => sum + dropped, 0);
    assert.ok(bodies.every(({ measurements }) => measurements.length <= 5));
    assert.ok(sent > 0 && dropped > 0);
  });

  it("measures only the sessions of its sample", async () => {
    const { virtual, home, measure, bodies } = world({ sampling: 0 });
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(measure.flush());
    assert.deepEqual([measure.sampled, bodies.length], [false, 0]);
  });
});

import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { createMeasure } from "../../client/measure";
import { lookup } from "../support/home-response";
import { connectOf, measureWorld } from "../support/measure-world";
import { on } from "../support/platform";

describe("client measure", () => {
  it("sends times in batches to the home Region", async () => {
    const { virtual, home, bodies } = measureWorld({ everySeconds: 10 });
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
    const { virtual, home, measure, bodies } = measureWorld();
    await virtual.run(home.fetch("/v1/people/jane@example.com?token=secret"));
    await virtual.run(measure.flush());
    const allowed = ["kind", "at", "ms", "region", "jurisdiction", "status", "attempts", "network"];
    for (const measurement of bodies[0]!.measurements) {
      assert.deepEqual(Object.keys(measurement).sort(), [...allowed].sort());
    }
    assert.ok(!JSON.stringify(bodies).match(/jane|secret|acme|org_/));
  });

  it("measures failover, with what it cost", async () => {
    const { virtual, home, measure, bodies } = measureWorld();
    await virtual.run(home.fetch("/v1/profile"));
    virtual.hosts.set("ca.api.example.com", () => ({ fault: "network" }));
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    await virtual.run(measure.flush());
    const found = bodies[0]!.measurements.find(({ kind }) => kind === "failover");
    assert.equal(found?.region, "ca-west-1");
    assert.ok(bodies[0]!.measurements.some(({ attempts }) => (attempts as number) > 1));
  });

  it("keeps a bounded number while nothing can be sent, and says how many it dropped", async () => {
    const { virtual, home, measure, bodies, fail } = measureWorld({ maxBatch: 5 });
    await virtual.run(home.ready());
    fail(true);
    for (let call = 0; call < 8; call++) {
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    }
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

  it("sends a batch that is full at once", async () => {
    const { virtual, home, bodies } = measureWorld({ maxBatch: 3, everySeconds: 1_000_000 });
    await virtual.run(home.ready());
    home.emit("measurement", connectOf(1));
    await virtual.run(virtual.sleep(100));
    assert.equal(bodies.length, 0);
    home.emit("measurement", connectOf(2));
    await virtual.run(virtual.sleep(100));
    assert.deepEqual(
      bodies.map(({ measurements, dropped }) => [measurements.map(({ kind }) => kind), dropped]),
      [[["lookup", "connect", "connect"], 0]],
    );
  });

  it("measures only the sessions of its sample", async () => {
    const { virtual, home, measure, bodies } = measureWorld({ sampling: 0 });
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(measure.flush());
    assert.deepEqual([measure.sampled, bodies.length], [false, 0]);
  });

  it("sends each time whole, with what the platform says of its network", async () => {
    for (const [navigator, network] of [
      [undefined, ""],
      [{}, ""],
      [{ connection: { effectiveType: "4g" } }, "4g"],
      [{ connection: { type: "wifi", effectiveType: "4g" } }, "wifi"],
    ] as const) {
      await on({ navigator }, async () => {
        const { virtual, home, measure, bodies } = measureWorld();
        await virtual.run(home.ready());
        await virtual.run(measure.flush());
        home.emit("measurement", { ...connectOf(1.6), attempts: 2 });
        home.emit("measurement", { kind: "lookup" });
        await virtual.run(measure.flush());
        const there = { jurisdiction: "CA", network };
        assert.deepEqual(bodies.at(-1), {
          measurements: [
            { ...connectOf(2), attempts: 2, ...there },
            { kind: "lookup", at: virtual.now() - 20, ms: 0, region: null, status: 0, attempts: 1, ...there },
          ].map((sent, index) => (index ? { ...sent, at: bodies.at(-1)!.measurements[1]!.at } : sent)),
          dropped: 0,
        });
      });
    }
  });

  it("posts JSON that outlives the page, to the path that it is given", async () => {
    for (const [path, expected] of [
      [undefined, "/v1/measurements"],
      ["/v2/times", "/v2/times"],
    ] as const) {
      const { virtual, home } = measureWorld();
      const calls: [unknown, RequestInit | undefined][] = [];
      const fetch: typeof home.fetch = async (path, init) => {
        calls.push([path, init]);
        return new Response(null, { status: 202 });
      };
      const measure = createMeasure({ ...home, fetch }, { sampling: 1, ...(path && { path }) });
      home.emit("measurement", connectOf(1));
      await virtual.run(measure.flush());
      const [[asked, init]] = calls as [[unknown, RequestInit]];
      assert.deepEqual(
        [asked, init.method, init.headers, init.keepalive],
        [expected, "POST", { "content-type": "application/json" }, true],
      );
    }
  });

  it("sends a full batch at once, half of one after half a minute, and nothing when there is nothing", async () => {
    const { virtual, home, bodies, measure } = measureWorld();
    await virtual.run(home.ready());
    await virtual.run(measure.flush());
    const before = bodies.length;
    await virtual.run(measure.flush());
    assert.equal(bodies.length, before);
    for (let n = 0; n < 99; n++) {
      home.emit("measurement", connectOf(n));
    }
    await virtual.run(virtual.sleep(29_999));
    assert.equal(bodies.length, before);
    home.emit("measurement", connectOf(99));
    await virtual.run(virtual.sleep(30));
    assert.equal(bodies.at(-1)!.measurements.length, 100);
    home.emit("measurement", connectOf(1));
    await virtual.run(virtual.sleep(29_999));
    assert.equal(bodies.length, before + 1);
    await virtual.run(virtual.sleep(30));
    assert.equal(bodies.length, before + 2);
  });

  it("does not measure its own request, and sends one batch at a time", async () => {
    const { virtual, home, bodies, measure } = measureWorld();
    await virtual.run(home.ready());
    const [first, second] = [measure.flush(), measure.flush()];
    home.emit("measurement", connectOf(7));
    await virtual.run(Promise.all([first, second]));
    assert.equal(bodies.length, 1);
    await virtual.run(measure.flush());
    assert.deepEqual(
      bodies[1]!.measurements.map(({ kind, ms }) => [kind, ms]),
      [["connect", 7]],
    );
  });

  it("keeps what could not be sent, the newest first to stay, and counts every loss once", async () => {
    const { home } = measureWorld();
    const sent: { measurements: { ms: number }[]; dropped: number }[] = [];
    const statuses = [500, 200];
    const fetch: typeof home.fetch = async (_, init) => {
      sent.push(JSON.parse(String(init?.body)));
      const status = statuses.shift() ?? 200;
      if (status === 500) {
        for (const ms of [4, 5]) {
          home.emit("measurement", connectOf(ms));
        }
      }
      return new Response(null, { status });
    };
    const measure = createMeasure({ ...home, fetch }, { sampling: 1, maxBatch: 4 });
    for (const ms of [1, 2, 3]) {
      home.emit("measurement", connectOf(ms));
    }
    await measure.flush();
    await measure.flush();
    assert.deepEqual(
      sent.map(({ measurements, dropped }) => [measurements.map(({ ms }) => ms), dropped]),
      [
        [[1, 2, 3], 0],
        [[2, 3, 4, 5], 1],
      ],
    );
    await measure.flush();
    home.emit("measurement", connectOf(6));
    await measure.flush();
    assert.equal(sent.at(-1)!.dropped, 0, "a loss that was told is not told again");
    const refusing = createMeasure(
      { ...home, fetch: async () => new Response(null, { status: 400 }) },
      { sampling: 1 },
    );
    home.emit("measurement", connectOf(1));
    await refusing.flush();
    refusing.stop();
  });

  it("measures a tenth of all sessions where nobody says", () => {
    for (const [chance, sampled] of [
      [0.0999, true],
      [0.1, false],
    ] as const) {
      const { virtual } = measureWorld();
      const runtime = { ...virtual.runtime, random: () => chance };
      const measure = createMeasure(createHomeCore({ lookup, organization: "acme", runtime }));
      assert.equal(measure.sampled, sampled);
      measure.stop();
    }
  });

  it("keeps no Node process alive", async () => {
    let unreferenced = 0;
    const { virtual } = measureWorld();
    const runtime = { ...virtual.runtime, setTimeout: () => ({ unref: () => unreferenced++ }) };
    const home = createHomeCore({ lookup, organization: "acme", runtime });
    const measure = createMeasure(home, { sampling: 1 });
    home.emit("measurement", connectOf(1));
    assert.equal(unreferenced, 1);
    measure.stop();
    const plain = createHomeCore({ lookup, organization: "acme", runtime: { ...runtime, setTimeout: () => 7 } });
    createMeasure(plain, { sampling: 1 });
    plain.emit("measurement", connectOf(1));
  });
});

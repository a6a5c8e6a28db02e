import assert from "node:assert/strict";
import type { ConnectOptions, Network } from "../../../local/context";
import { EndpointHealth, type Watched } from "../../../local/global-accelerator/health";
import { ManualClock } from "../../support/manual-clock";
import { type TestTwin, twinContext } from "../../support/twin-context";

describe("how the accelerator sees its endpoints", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let health: EndpointHealth;
  let asked: ConnectOptions[];
  let closed: number;
  let address: string | undefined;
  let sick: Set<string>;
  /** What connecting ends with: a code, or nothing where it succeeds. */
  let failure: string | undefined;
  let takesMs: number;

  beforeEach(async () => {
    clock = new ManualClock();
    twin = await twinContext({ clock });
    [asked, closed, address, sick, failure, takesMs] = [[], 0, "198.51.100.7", new Set(), undefined, 0];
    const network = {
      place: (name: string) => twin.network.place(name),
      connect: async (options: ConnectOptions) => {
        asked.push(options);
        if (takesMs > 0) {
          await clock.sleep(takesMs);
        }
        if (failure) {
          throw Object.assign(new Error("x"), { code: failure });
        }
        return { destroy: () => void closed++ };
      },
    } as unknown as Network;
    const endpoint: Watched = { id: "alb", name: "lookup", region: "ca-central-1", port: 443, address: () => address };
    health = new EndpointHealth({ ...twin, network }, [endpoint], (arn) => !sick.has(arn));
  });
  afterEach(async () => {
    health.stop();
    await twin.close();
  });
  const state = () => {
    const [{ healthy, detail, since, ...rest }] = health.states() as [ReturnType<typeof health.states>[number]];
    return { healthy, detail, ago: clock.now() - since, rest };
  };
  const said = () => twin.events.list().map(({ kind, subject, message }) => `${kind} ${subject} ${message}`);
  const look = () => clock.advance(10_000);

  it("takes each for healthy until its first look, and asks from the edge that is nearest", async () => {
    assert.deepEqual(state(), {
      healthy: true,
      detail: "new",
      ago: 0,
      rest: { service: "global-accelerator", name: "lookup", region: "ca-central-1", target: "lookup" },
    });
    takesMs = 7;
    health.start();
    await clock.advance(7);
    const [{ from, ip, port, timeoutMs, trace }] = asked as [ConnectOptions];
    assert.deepEqual([from.name, ip, port, timeoutMs], ["edge Montreal", "198.51.100.7", 443, 5_000]);
    assert.equal(twin.ledger.trace(trace)?.from, "global accelerator health checkers");
    assert.deepEqual([state().detail, closed], ["connected in 7 ms", 1]);
    assert.equal(health.healthOf("alb"), true);
    assert.equal(health.healthOf("nobody"), false);
  });

  it("leaves one that fails its first look at once", async () => {
    failure = "ECONNREFUSED";
    health.start();
    await clock.advance(0);
    assert.deepEqual([health.healthOf("alb"), state().detail], [false, "ECONNREFUSED"]);
    assert.deepEqual(said(), ["health lookup lookup in ca-central-1 is unhealthy: ECONNREFUSED"]);
  });

  it("changes its mind after three looks in a row, ten seconds apart, both ways", async () => {
    health.start();
    await clock.advance(0);
    sick.add("alb");
    await look();
    await look();
    assert.deepEqual([health.healthOf("alb"), state().detail], [true, "no healthy target"]);
    sick.clear();
    await look();
    sick.add("alb");
    await look();
    await look();
    assert.equal(health.healthOf("alb"), true, "two, one, two");
    await look();
    assert.deepEqual([health.healthOf("alb"), state().ago], [false, 0]);
    sick.clear();
    await look();
    await look();
    assert.deepEqual([health.healthOf("alb"), state().ago], [false, 20_000]);
    await look();
    assert.equal(health.healthOf("alb"), true);
    assert.equal(asked.length, 10);
    assert.deepEqual(said(), [
      "health lookup lookup in ca-central-1 is unhealthy: no healthy target",
      "health lookup lookup in ca-central-1 is healthy: connected in 0 ms",
    ]);
  });

  it("does not connect to one that nobody serves yet", async () => {
    address = undefined;
    health.start();
    await clock.advance(0);
    assert.deepEqual([asked, state().detail, health.healthOf("alb")], [[], "it has no address", false]);
  });

  it("looks no more when it has stopped, and forgets the look under way", async () => {
    takesMs = 1_000;
    failure = "ETIMEDOUT";
    health.start();
    await clock.advance(500);
    health.stop();
    await clock.advance(100_000);
    assert.deepEqual([asked.length, health.healthOf("alb"), said()], [1, true, []]);
  });
});

/** Drills in a whole twin, short ones: that they take place, and what is left of them. */
import assert from "node:assert/strict";
import type { Twin } from "../../../local/twin";
import { InvalidInput } from "../../../model/invalid-input";
import { pairOf } from "../../../ops/drill";
import { carryOut } from "../../../ops/drill/run";
import { TwinTarget } from "../../../ops/drill/target";
import { bothRegionsLost } from "../../../ops/drills/regions";
import type { Drill } from "../../../ops/drills/types";
import { linkCut } from "../../../ops/drills/unnoticed";
import { settled, startTestTwin, until } from "../../support/twin";

const pair = pairOf("CA");
/** As the drill, in less time. */
const short = (drill: Drill, forSeconds: number, settleSeconds: number): Drill => ({
  ...drill,
  faults: () => drill.faults(pair).map((planned) => ({ ...planned, forSeconds })),
  settleSeconds,
});

describe("a drill in the twin", function () {
  this.timeout(300_000);
  let twin: Twin;
  let target: TwinTarget;
  before(async () => {
    twin = await startTestTwin({ speed: 4 });
    await settled(twin);
    target = await TwinTarget.at(twin.url);
  });
  after(async () => {
    target?.close();
    await twin?.stop();
  });
  const carried = (drill: Drill, signal = new AbortController().signal) =>
    carryOut(target, drill, pair, () => {}, signal);
  const faults = () => twin.context.faults.list();

  it("finds that nobody notices a cut link, and that what was measured is worth something", async () => {
    const { verdict, controls, events } = await carried(short(linkCut, 20, 10));
    assert.deepEqual(
      verdict.checks.filter(({ ok }) => !ok),
      [],
    );
    assert.ok(controls.every(({ ok }) => ok));
    assert.ok(events.some(({ kind }) => kind === "fault"));
    assert.deepEqual(faults(), []);
  });

  it("takes its faults back when it is stopped, and says why it ended", async () => {
    const stopping = new AbortController();
    const running = carried(short(bothRegionsLost, 600, 10), stopping.signal);
    await until(async () => faults().length === 2 || undefined, "both Regions are down");
    stopping.abort(new InvalidInput("stopped"));
    await assert.rejects(running, /stopped/);
    assert.deepEqual(faults(), []);
  });

  it("finds that a jurisdiction of which both Regions are lost is served nowhere meanwhile", async () => {
    const { verdict, log } = await carried(short(bothRegionsLost, 60, 90));
    const found = new Map(verdict.checks.map(({ name, ok }) => [name, ok]));
    for (const name of [
      "the fault was felt",
      "turns that were served while nobody may serve them",
      "Regions outside of the jurisdiction that served",
      "personal data outside of its home",
    ]) {
      assert.equal(found.get(name), true, name);
    }
    assert.ok(log.ticks.at(-1)!.ended > log.clearedAt);
  });
});

import assert from "node:assert/strict";
import { EventLog } from "../../../local/events";
import type { FaultBoard } from "../../../local/faults/board";
import { InvalidInput } from "../../../model/invalid-input";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

describe("faults", () => {
  const board = () => {
    const clock = new ManualClock(1_000);
    const events = new EventLog(clock);
    return { clock, events, faults: faultBoard(clock, events) };
  };

  it("switches a Region off and on, tells who listens, and notes it on the timeline", () => {
    const { faults, events } = board();
    const changes: [string, boolean][] = [];
    faults.onChange(({ fault, active }) => changes.push([fault.id, active]));
    const { id } = faults.add({ kind: "region-down", region: "ca-central-1" });
    assert.equal(faults.isDown("ca-central-1"), true);
    assert.equal(faults.isDown("ca-west-1"), false);
    assert.equal(faults.remove(id), true);
    assert.equal(faults.remove(id), false);
    assert.equal(faults.isDown("ca-central-1"), false);
    assert.deepEqual(changes, [
      [id, true],
      [id, false],
    ]);
    assert.deepEqual(
      events.list().map(({ kind, subject }) => [kind, subject]),
      [
        ["fault", "ca-central-1"],
        ["fault", "ca-central-1"],
      ],
    );
  });

  it("says on the timeline what each fault does, and that it is over", () => {
    const { faults, events } = board();
    for (const kind of ["region-down", "region-slow", "registry-cut-off"] as const) {
      faults.remove(faults.add({ kind, region: "us-east-1" }).id);
    }
    assert.deepEqual(
      events.list().map(({ message }) => message),
      [
        "region-down: nothing in the Region answers: packets to it and from it vanish",
        "region-down is over",
        "region-slow: every response of the Region takes 2 s longer (gray failure)",
        "region-slow is over",
        "registry-cut-off: the Region's replica of the registry neither answers nor replicates",
        "registry-cut-off is over",
      ],
    );
  });

  it("keeps since when a fault lasts, and gives a delay to slow Regions only", async () => {
    const { faults, clock } = board();
    const first = faults.add({ kind: "region-slow", region: "us-east-1", delayMs: 60_000 });
    await clock.advance(500);
    assert.equal(faults.add({ kind: "region-slow", region: "us-east-1" }).since, first.since);
    const down = faults.add({ kind: "region-down", region: "us-east-1" });
    assert.deepEqual(down, { id: "region-down-us-east-1", kind: "region-down", region: "us-east-1", since: 1_500 });
  });

  it("refuses with everything that is wrong, a line each", () => {
    const { faults } = board();
    const wrong = { kind: "meteor", region: "mars-1", delayMs: "5" } as unknown as Parameters<typeof faults.add>[0];
    assert.throws(
      () => faults.add(wrong),
      (error: Error) => {
        const lines = error.message.split("\n");
        assert.equal(lines.length, 3);
        assert.match(
          lines[1]!,
          /^region: found "mars-1"; allowed Regions: ca-central-1, ca-west-1, us-east-1, us-west-2/,
        );
        return error instanceof InvalidInput;
      },
    );
  });

  it("counts the same fault once and takes its new delay", () => {
    const { faults } = board();
    assert.equal(faults.add({ kind: "region-slow", region: "us-east-1" }).delayMs, 2_000);
    faults.add({ kind: "region-slow", region: "us-east-1", delayMs: 50 });
    assert.equal(faults.delayMs("us-east-1"), 50);
    assert.equal(faults.delayMs("us-west-2"), 0);
    assert.equal(faults.list().length, 1);
  });

  it("goes on where it is asked for with other values: it has not been over", () => {
    const { faults, events } = board();
    const changes: boolean[] = [];
    faults.onChange(({ active }) => changes.push(active));
    faults.add({ kind: "region-slow", region: "us-east-1" });
    faults.add({ kind: "region-slow", region: "us-east-1", delayMs: 3_000 });
    assert.deepEqual(changes, [true, true]);
    assert.deepEqual(
      events.list().map(({ message }) => message),
      [2, 3].map((s) => `region-slow: every response of the Region takes ${s} s longer (gray failure)`),
    );
  });

  it("ends what is on, or does not come any more, where it is asked for anew at a later time", async () => {
    const { faults, events, clock } = board();
    const changes: boolean[] = [];
    faults.onChange(({ active }) => changes.push(active));
    const request = { kind: "region-slow", region: "us-east-1" };
    faults.add(request);
    faults.add({ ...request, afterMs: 500 });
    assert.deepEqual([faults.delayMs("us-east-1"), changes], [0, [true, false]]);
    await clock.advance(100);
    assert.deepEqual(faults.add({ ...request, afterMs: 500 }).since, 1_600);
    await clock.advance(500);
    assert.deepEqual([faults.delayMs("us-east-1"), changes], [2_000, [true, false, true]]);
    assert.deepEqual(
      events.list().map(({ message }) => message),
      [
        "region-slow: every response of the Region takes 2 s longer (gray failure)",
        "region-slow is over",
        "region-slow begins in 500 ms",
        "region-slow does not come any more",
        "region-slow begins in 500 ms",
        "region-slow: every response of the Region takes 2 s longer (gray failure)",
      ],
    );
  });

  it("lets what has a ramp grow from when it began", async () => {
    const { faults, clock } = board();
    faults.add({ kind: "region-slow", region: "us-east-1", delayMs: 1_000, rampMs: 2_000 });
    const delays = [];
    for (const passed of [0, 500, 1_000, 1_000]) {
      await clock.advance(passed);
      delays.push(faults.delayMs("us-east-1"));
    }
    assert.deepEqual(delays, [0, 250, 750, 1_000]);
  });

  it("cuts off a registry replica without the rest of its Region", () => {
    const { faults } = board();
    faults.add({ kind: "registry-cut-off", region: "us-east-1" });
    assert.equal(faults.isCutOff("us-east-1"), true);
    assert.equal(faults.isDown("us-east-1"), false);
  });

  const refused: [unknown, RegExp][] = [
    [{ kind: "meteor", region: "ca-central-1" }, /"meteor".*region-down, region-slow, registry-cut-off/],
    [{ kind: "toString", region: "ca-central-1" }, /"toString"/],
    [{ kind: "region-down", region: "mars-1" }, /"mars-1".*ca-central-1/],
    [{ kind: "meteor", region: 7 }, /"meteor"[\s\S]*region: found 7/],
    [{ kind: "region-down", region: "ca-central-1", delayMs: 5 }, /leave it out/],
    ...[0, -1, Number.NaN, "5", 60_001].map((delayMs): [unknown, RegExp] => [
      { kind: "region-slow", region: "ca-central-1", delayMs },
      /milliseconds above 0, at most 60000/,
    ]),
  ];
  for (const [wanted, message] of refused) {
    it(`refuses ${JSON.stringify(wanted)}`, () => {
      const { faults } = board();
      assert.throws(
        () => faults.add(wanted as Parameters<FaultBoard["add"]>[0]),
        (error: Error) => error instanceof InvalidInput && message.test(error.message),
      );
      assert.deepEqual(faults.list(), []);
    });
  }
});

describe("events", () => {
  it("keeps the newest, tells who listens, and lists what happened since", () => {
    const log = new EventLog(new ManualClock(1_000), 2);
    const heard: string[] = [];
    log.onEvent(({ subject }) => heard.push(subject));
    for (const subject of ["a", "b", "c"]) {
      log.add("test", subject, "…");
    }
    assert.deepEqual(heard, ["a", "b", "c"]);
    assert.deepEqual(
      log.list().map(({ subject }) => subject),
      ["b", "c"],
    );
    assert.deepEqual(log.list(1_000), []);
    assert.equal(log.list(999).length, 2);
  });
});

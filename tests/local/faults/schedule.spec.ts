import assert from "node:assert/strict";
import fc from "fast-check";
import { levelAt, phaseAt } from "../../../local/faults/schedule";
import type { Schedule } from "../../../local/faults/types";

describe("a fault's schedule", () => {
  const cases: [name: string, schedule: Schedule, states: [elapsed: number, state: string, next?: number][]][] = [
    [
      "nothing: on until it is removed",
      {},
      [
        [0, "on"],
        [1e9, "on"],
      ],
    ],
    [
      "a duration",
      { durationMs: 10 },
      [
        [0, "on", 10],
        [9, "on", 10],
        [10, "over"],
        [11, "over"],
      ],
    ],
    [
      "a wait",
      { afterMs: 5 },
      [
        [0, "waiting", 5],
        [4, "waiting", 5],
        [5, "on"],
      ],
    ],
    [
      "a wait and a duration",
      { afterMs: 5, durationMs: 10 },
      [
        [5, "on", 15],
        [14, "on", 15],
        [15, "over"],
      ],
    ],
    [
      "again and again",
      { afterMs: 5, durationMs: 10, everyMs: 30 },
      [
        [5, "on", 15],
        [15, "waiting", 35],
        [34, "waiting", 35],
        [35, "on", 45],
        [3_005, "on", 3_015],
      ],
    ],
    [
      "twice",
      { durationMs: 10, everyMs: 30, times: 2 },
      [
        [0, "on", 10],
        [10, "waiting", 30],
        [30, "on", 40],
        [40, "over"],
        [60, "over"],
      ],
    ],
    [
      "once",
      { durationMs: 10, everyMs: 30, times: 1 },
      [
        [0, "on", 10],
        [10, "over"],
        [30, "over"],
      ],
    ],
  ];
  for (const [name, schedule, states] of cases) {
    it(`follows ${name}`, () => {
      for (const [elapsed, state, next] of states) {
        const phase = phaseAt(schedule, elapsed);
        assert.deepEqual([phase.state, phase.next], [state, next], `after ${elapsed} ms`);
      }
    });
  }

  it("is on for `times` windows of `durationMs`, each in one piece, and then over", () => {
    const ms = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(fc.nat(1_000), ms, ms, fc.integer({ min: 1, max: 5 }), (afterMs, durationMs, gap, times) => {
        const schedule = { afterMs, durationMs, everyMs: durationMs + gap, times };
        const windows: [number, number][] = [];
        let time = 0;
        for (let phase = phaseAt(schedule, time); phase.state !== "over"; phase = phaseAt(schedule, time)) {
          assert.ok(phase.next! > time && phase.began <= time, "time goes on");
          if (phase.state === "on") {
            windows.push([phase.began, phase.next!]);
          }
          time = phase.next!;
        }
        const wanted = Array.from({ length: times }, (_, index) => afterMs + index * (durationMs + gap));
        assert.deepEqual(
          windows,
          wanted.map((from) => [from, from + durationMs]),
        );
      }),
    );
  });

  it("grows over its ramp from nothing to all, and no further", () => {
    const levels = [-1, 0, 25, 50, 100, 1_000].map((onMs) => levelAt({ rampMs: 100 }, onMs));
    assert.deepEqual(levels, [0, 0, 0.25, 0.5, 1, 1]);
    assert.equal(levelAt({}, 0), 1);
  });
});

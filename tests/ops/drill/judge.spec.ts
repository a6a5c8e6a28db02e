import assert from "node:assert/strict";
import { type Check, judge, type Log } from "../../../ops/drill/judge";
import { controls } from "../../../ops/drill/run";
import type { Tick } from "../../../ops/drill/tick";
import { regionLost } from "../../../ops/drills/regions";
import type { Expectation } from "../../../ops/drills/types";
import { clearedAt, failedOver, faultAt, logOf, refused, standby } from "./ticks";

const objectives = { rtoSeconds: 60, rpoRows: 5, rpoSeconds: 10 };
const verdict = (expect: Expectation, log: Log, more = {}) =>
  judge({ expect, objectives: { ...objectives, ...more } }, log);
const failures = ({ checks }: { checks: readonly Check[] }) =>
  checks.flatMap(({ name, found, ok }) => (ok ? [] : [`${name}: ${found}`]));

describe("the verdict of a drill", () => {
  it("is passed where people are served again in time, without loss, at home, and come back", () => {
    const { passed, measured, checks } = verdict("fails-over", logOf(failedOver));
    assert.deepEqual(failures({ checks }), []);
    assert.equal(passed, true);
    assert.deepEqual(new Set(Object.values(measured.rtoSeconds)), new Set([20.1]));
    assert.deepEqual([measured.lostRows, measured.lostSeconds, measured.unknownWrites], [0, 0, 0]);
  });

  it("counts the time from the fault to the first success after which nothing fails", () => {
    const relapse = (tick: Tick) => (tick.began === 60_000 ? refused : failedOver(tick));
    assert.deepEqual(
      new Set(Object.values(verdict("fails-over", logOf(relapse)).measured.rtoSeconds)),
      new Set([32.1]),
    );
    const never = (tick: Tick, index: number) => (index === 99 ? refused : failedOver(tick));
    assert.match(
      failures(verdict("fails-over", logOf(never)))[0]!,
      /Toronto, new connection: served again, lastingly: never/,
    );
    assert.equal(verdict("fails-over", logOf(failedOver), { rtoSeconds: 20 }).passed, false);
    assert.equal(verdict("fails-over", logOf(failedOver), { rtoSeconds: 20.1 }).passed, true);
  });

  it("counts acknowledged writes that are not read any more, and how far back that goes", () => {
    // At the standby three writes are missing: the last of them was acknowledged at 28.1 s, the last one there at 22.1 s.
    const behind = (tick: Tick, index: number) => {
      const met = failedOver(tick);
      return met.region === standby && index === 25 ? { ...met, read: 12 } : met;
    };
    const { measured } = verdict("fails-over", logOf(behind));
    assert.deepEqual([measured.lostRows, measured.lostSeconds], [3, 6]);
    assert.deepEqual(failures(verdict("fails-over", logOf(behind), { rpoRows: 2, rpoSeconds: 5.9 })), [
      "acknowledged writes that were not there when people were served again: 3",
      "seconds that they went back: 6",
    ]);
    assert.equal(verdict("fails-over", logOf(behind), { rpoRows: 3, rpoSeconds: 6 }).passed, true);
  });

  it("takes a write without an answer for neither kept nor lost", () => {
    const unknown = (tick: Tick, index: number): Partial<Tick> =>
      index === 15
        ? { ok: false, outcome: "write: ETIMEDOUT", write: "unknown" }
        : index < 15
          ? {}
          : { ...failedOver(tick), read: index - 1 };
    const { measured } = verdict("fails-over", logOf(unknown));
    assert.equal(measured.unknownWrites, 4);
  });

  const wrong: [what: string, expect: Expectation, log: Log, found: RegExp][] = [
    [
      "nobody watched",
      "fails-over",
      logOf(undefined, { ticks: [] }),
      /watched all the time: a client that was never served/,
    ],
    [
      "a client stopped watching for a minute",
      "fails-over",
      {
        ...logOf(failedOver),
        ticks: logOf(failedOver).ticks.filter(({ began }) => began < 100_000 || began > 164_000),
      },
      /watched all the time: 4 clients in 2 places, 68 s without any/,
    ],
    [
      "nobody watched at the end",
      "fails-over",
      { ...logOf(failedOver), ticks: logOf(failedOver).ticks.filter(({ began }) => began < 130_000) },
      /watched all the time/,
    ],
    [
      "all watch from one place",
      "fails-over",
      { ...logOf(failedOver), ticks: logOf(failedOver).ticks.filter(({ place }) => place === "Toronto") },
      /watched all the time: 2 clients in 1 places/,
    ],
    ["the fault struck nothing", "fails-over", logOf(), /the fault was felt: 0 of/],
    [
      "a foreign Region served",
      "fails-over",
      logOf((tick) => (tick.began === 60_000 ? { region: "us-east-1" } : failedOver(tick))),
      /outside of the jurisdiction that served: us-east-1/,
    ],
    ["data crossed a border", "fails-over", logOf(failedOver, { crossings: 1 }), /outside of its home: 1/],
    ["the host was too slow", "fails-over", logOf(failedOver, { credible: false }), /the host kept up: no/],
    [
      "people stay away",
      "fails-over",
      logOf((tick) => ({ ...failedOver(tick), ...(tick.began >= 120_000 && { region: standby }) })),
      /still served elsewhere at the end: 2/,
    ],
    [
      "the last write is gone",
      "fails-over",
      logOf((tick, index) => ({ ...failedOver(tick), ...(index === 99 && { read: 98 }) })),
      /last acknowledged write is gone at the end: 4/,
    ],
    ["somebody noticed", "unnoticed", logOf((tick) => (tick.began === 60_000 ? refused : {})), /nobody noticed: 4 of/],
    [
      "somebody was led elsewhere",
      "unnoticed",
      logOf((tick) => (tick.began === 60_000 ? { region: standby } : {})),
      /nobody noticed: 0 of .* turns failed, 4 were served elsewhere/,
    ],
    [
      "somebody was served where nobody may be",
      "refused",
      logOf((tick) => (tick.began >= faultAt && tick.began < clearedAt && tick.began !== 70_000 ? refused : {})),
      /served while nobody may serve them: 4/,
    ],
  ];
  for (const [what, expect, log, found] of wrong) {
    it(`is failed where ${what}`, () => {
      const judged = verdict(expect, log);
      assert.equal(judged.passed, false);
      assert.ok(
        failures(judged).some((failure) => found.test(failure)),
        failures(judged).join("; "),
      );
    });
  }

  it("is passed where nobody notices, and where nobody is served while nobody may", () => {
    assert.deepEqual(failures(verdict("unnoticed", logOf(), { rtoSeconds: 0 })), []);
    const dark = logOf((tick) => (tick.began >= faultAt && tick.began < clearedAt ? refused : {}));
    const { checks, measured } = verdict("refused", dark);
    assert.deepEqual(failures({ checks }), []);
    assert.deepEqual(new Set(Object.values(measured.rtoSeconds)), new Set([0]), "from the end of the fault");
  });
});

describe("the controls of a drill", () => {
  it("say that its log is worth something", () => {
    assert.deepEqual(
      controls(regionLost, logOf(failedOver)).map(({ ok }) => ok),
      [true, true],
    );
  });

  it("say that it is not, where something was refused or lost before the fault", () => {
    const early = logOf((tick) => (tick.began === 20_000 ? refused : failedOver(tick)));
    assert.deepEqual(
      controls(regionLost, early).map(({ ok }) => ok),
      [true, false],
    );
    const behind = logOf((tick, index) => (index === 8 ? { read: 3 } : failedOver(tick)));
    assert.deepEqual(
      controls(regionLost, behind).map(({ ok }) => ok),
      [true, false],
    );
  });
});

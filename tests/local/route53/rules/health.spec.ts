import assert from "node:assert/strict";
import fc from "fast-check";
import {
  afterProbe,
  calculatedHealthy,
  checkerRegions,
  endpointHealthy,
  limits,
  newChecker,
  passingStatus,
  searchedBytes,
  status,
} from "../../../../local/route53/rules/health";

const after = (probes: string, threshold = 3) =>
  [...probes].reduce((state, probe) => afterProbe(state, probe === "+", threshold), newChecker).healthy;

describe("route53 health rules", () => {
  for (const [probes, threshold, expected] of [
    ["", 3, true],
    ["--", 3, true],
    ["---", 3, false],
    ["--+--", 3, true],
    ["---++", 3, false],
    ["---+++", 3, true],
    ["---++-+++", 3, true],
    ["-", 1, false],
    ["-+", 1, true],
  ] as const) {
    it(`a checker that saw "${probes}" with threshold ${threshold} says ${expected ? "healthy" : "unhealthy"}`, () =>
      assert.equal(after(probes, threshold), expected));
  }

  it("changes its mind only after as many equal probes in a row as the threshold", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (probes, threshold) => {
        let state = newChecker;
        for (const [index, passed] of probes.entries()) {
          const next = afterProbe(state, passed, threshold);
          const run = probes.slice(Math.max(0, index + 1 - threshold), index + 1);
          if (next.healthy !== state.healthy) {
            assert.ok(run.length === threshold && run.every((outcome) => outcome === passed));
          }
          state = next;
        }
      }),
    );
  });

  for (const [healthy, all, expected] of [
    [0, 8, false],
    [1, 8, false],
    [2, 8, true],
    [8, 8, true],
    [18, 100, false],
    [19, 100, true],
    [1, 3, true],
  ] as const) {
    it(`${healthy} of ${all} checkers: ${expected ? "healthy" : "unhealthy"}`, () => {
      const checkers = Array.from({ length: all }, (_, index) => ({ healthy: index < healthy, against: 0 }));
      assert.equal(endpointHealthy(checkers), expected);
    });
  }

  for (const [children, threshold, expected] of [
    [[true, false], 1, true],
    [[true, false], 2, false],
    [[false], 0, true],
    [[], 1, false],
  ] as [boolean[], number, boolean][]) {
    it(`children ${children} with threshold ${threshold}: ${expected ? "healthy" : "unhealthy"}`, () =>
      assert.equal(calculatedHealthy(children, threshold), expected));
  }

  for (const [healthy, inverted, disabled, expected] of [
    [true, false, false, true],
    [false, false, false, false],
    [true, true, false, false],
    [false, true, false, true],
    [false, false, true, true],
    [false, true, true, false],
  ] as const) {
    it(`${healthy ? "healthy" : "unhealthy"}${inverted ? ", inverted" : ""}${disabled ? ", disabled" : ""}: ${expected}`, () =>
      assert.equal(status(healthy, { inverted, disabled }), expected));
  }

  it("looks from the eight Regions, as long and as far into the body as AWS documents", () => {
    assert.deepEqual(checkerRegions.toSorted(), [
      "ap-northeast-1",
      "ap-southeast-1",
      "ap-southeast-2",
      "eu-west-1",
      "sa-east-1",
      "us-east-1",
      "us-west-1",
      "us-west-2",
    ]);
    assert.deepEqual(limits, { http: { connectMs: 4_000, responseMs: 2_000 }, tcp: { connectMs: 10_000 } });
    assert.equal(searchedBytes, 5_120);
  });

  it("passes 2xx and 3xx", () => {
    assert.deepEqual([199, 200, 301, 399, 400, 503].map(passingStatus), [false, true, true, true, false, false]);
  });
});

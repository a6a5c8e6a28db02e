import assert from "node:assert/strict";
import { type AlarmTerms, enoughFor, stateOf, statistic } from "../../../local/cloudwatch/alarm-rules";

describe("what an alarm makes of data points", () => {
  const terms: AlarmTerms = {
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
  };
  const none = undefined;

  it("rings at M of N, in any order", () => {
    assert.equal(stateOf([6, 1, 6, 1, 6], terms), "ALARM");
    assert.equal(stateOf([6, 1, 6, 1, 5], terms), "OK");
  });

  it("needs all N where M is not said", () => {
    const { datapointsToAlarm: _, ...all } = terms;
    assert.equal(stateOf([6, 6, 6, 6, 6], all), "ALARM");
    assert.equal(stateOf([6, 6, 6, 6, 1], all), "OK");
  });

  for (const [treatMissingData, some, nothing] of [
    ["breaching", "ALARM", "ALARM"],
    ["notBreaching", "OK", "OK"],
    ["ignore", "OK", undefined],
    ["missing", "OK", "INSUFFICIENT_DATA"],
    [undefined, "OK", "INSUFFICIENT_DATA"],
  ] as const) {
    it(`takes missing data as ${treatMissingData ?? "nothing said"}: ${some} with two bad points, ${nothing ?? "as it was"} without any`, () => {
      const said = treatMissingData ? { ...terms, treatMissingData } : terms;
      assert.equal(stateOf([6, none, 6, none, none], said), some);
      assert.equal(stateOf([none, none, none, none, none], said), nothing);
    });
  }

  it("compares as each operator says, at the threshold too", () => {
    const at = (comparisonOperator: string) => stateOf([5], { comparisonOperator, threshold: 5, evaluationPeriods: 1 });
    assert.equal(at("GreaterThanThreshold"), "OK");
    assert.equal(at("GreaterThanOrEqualToThreshold"), "ALARM");
    assert.equal(at("LessThanThreshold"), "OK");
    assert.equal(at("LessThanOrEqualToThreshold"), "ALARM");
  });

  it("refuses a comparison that it does not know", () => {
    assert.throws(() => stateOf([1], { ...terms, comparisonOperator: "LessThanLowerThreshold" }), /not supported/);
  });

  for (const [name, value] of [
    ["Sum", 10],
    ["SampleCount", 4],
    ["Average", 2.5],
    ["Minimum", 1],
    ["Maximum", 4],
    ["p50", 2],
    ["p99", 4],
    ["p0", 1],
  ] as const) {
    it(`takes ${name} of a period`, () => {
      assert.equal(statistic(name, [4, 1, 3, 2]), value);
      assert.equal(statistic(name, []), undefined);
    });
  }

  it("refuses a statistic that it does not know, with and without data", () => {
    assert.throws(() => statistic("TM(10%:90%)", [1]), /not supported/);
    assert.throws(() => statistic("IQM", []), /not supported/);
  });

  it("knows how many values a percentile needs", () => {
    assert.deepEqual([enoughFor("p99", 999), enoughFor("p99", 1000)], [false, true]);
    assert.deepEqual([enoughFor("p10", 99), enoughFor("p10", 100)], [false, true]);
    assert.equal(enoughFor("Sum", 1), true);
  });
});

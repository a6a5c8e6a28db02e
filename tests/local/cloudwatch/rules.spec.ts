import assert from "node:assert/strict";
import { type Datum, dataOf, summarize } from "../../../local/cloudwatch/rules";

const directive = { Namespace: "N", Dimensions: [["Kind"]], Metrics: [{ Name: "Ms", Unit: "Milliseconds" }] };
const document = (root: object = {}, more: object = {}) =>
  JSON.stringify({
    _aws: { Timestamp: 1, CloudWatchMetrics: [{ ...directive, ...more }] },
    Kind: "a",
    Ms: [1, 2],
    ...root,
  });
const many = (count: number) => Array.from({ length: count }, (_, at) => `D${at}`);

describe("the embedded metric format", () => {
  it("gives a value or a list of them for each set of dimensions", () => {
    const sets = { Dimensions: [["Kind"], []], Metrics: [{ Name: "Ms" }] };
    const datum = { namespace: "N", name: "Ms", unit: "None", at: 1, values: [7] };
    assert.deepEqual(dataOf(document({ Ms: 7 }, sets)), {
      data: [
        { ...datum, dimensions: { Kind: "a" } },
        { ...datum, dimensions: {} },
      ],
    });
  });

  it("is not every line of a log", () => {
    for (const line of ["", "text", "7", "null", "{}", '{"level":"INFO"}']) assert.equal(dataOf(line), undefined);
  });

  for (const [what, line] of [
    ["more than 100 values", document({ Ms: Array(101).fill(1) })],
    ["a value that is no number", document({ Ms: ["1"] })],
    ["a metric without a value", document({ Ms: undefined })],
    [
      "more than 30 dimensions",
      document(Object.fromEntries(many(31).map((one) => [one, "x"])), { Dimensions: [many(31)] }),
    ],
    ["a dimension without a value", document({ Kind: "" })],
    ["a dimension that is no text", document({ Kind: 7 })],
    ["more than 100 metrics", document({}, { Metrics: Array(101).fill({ Name: "Ms" }) })],
    ["no namespace", document({}, { Namespace: "" })],
    ["no time", document({ _aws: { CloudWatchMetrics: [] } })],
    ["no metrics", document({ _aws: { Timestamp: 1 } })],
    ["more than 1 MB", document({ text: "x".repeat(1024 * 1024) })],
  ] as const)
    it(`refuses ${what}`, () => assert.equal((dataOf(line) as { faults: string[] }).faults.length > 0, true));
});

describe("a summary of metrics", () => {
  const datum = (values: number[], at: number, kind = "a"): Datum => ({
    namespace: "N",
    name: "Ms",
    unit: "Milliseconds",
    dimensions: { kind },
    at,
    values,
  });

  it("adds up what has the same dimensions, the most measured first", () => {
    const found = summarize([datum([9], 5, "b"), datum([3, 1], 7), datum([2], 6)]);
    const common = { namespace: "N", name: "Ms", unit: "Milliseconds" };
    assert.deepEqual(found, [
      { ...common, dimensions: { kind: "a" }, count: 3, min: 1, p50: 2, p95: 3, max: 3, last: 7 },
      { ...common, dimensions: { kind: "b" }, count: 1, min: 9, p50: 9, p95: 9, max: 9, last: 5 },
    ]);
  });
});

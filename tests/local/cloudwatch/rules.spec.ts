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
const many = (count: number) => Array.from({ length: count }, (_, index) => `D${index}`);

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
    for (const line of ["", "text", "7", "null", "{}", '{"level":"INFO"}']) {
      assert.equal(dataOf(line), undefined);
    }
  });

  const dimensions = (count: number) =>
    document(Object.fromEntries(many(count).map((dimension) => [dimension, "x"])), { Dimensions: [many(count)] });
  const metrics = (count: number) => document({}, { Metrics: Array(count).fill({ Name: "Ms" }) });
  /** A line of so many bytes, of characters that take two. */
  const long = (bytes: number) => {
    const room = bytes - Buffer.byteLength(document({ text: "" }));
    return document({ text: "é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2) });
  };

  for (const [what, line, ...issues] of [
    ["more than 100 values", document({ Ms: Array(101).fill(1) }), "metric Ms has more than 100 values"],
    ["a value that is no number", document({ Ms: [1, "1"] }), "metric Ms has a value that is no number"],
    ["a metric without a value", document({ Ms: undefined }), "metric Ms has a value that is no number"],
    ["more than 30 dimensions", dimensions(31), "a set has more than 30 dimensions"],
    ["a dimension without a value", document({ Kind: "" }), "dimension Kind is no text of 1 to 1024 characters"],
    ["a dimension that is no text", document({ Kind: ["a"] }), "dimension Kind is no text of 1 to 1024 characters"],
    ["a long one", document({ Kind: "x".repeat(1025) }), "dimension Kind is no text of 1 to 1024 characters"],
    ["more than 100 metrics", metrics(101), "Metrics is no list of at most 100"],
    ["no list of metrics", document({}, { Metrics: "Ms" }), "Metrics is no list of at most 100"],
    ["no set of dimensions", document({}, { Dimensions: [] }), "Dimensions is no list of sets"],
    ["no list of sets", document({}, { Dimensions: "Kind" }), "Dimensions is no list of sets"],
    ["no namespace", document({}, { Namespace: "" }), "a Namespace is no text of 1 to 1024 characters"],
    ["no time", document({ _aws: { CloudWatchMetrics: [] } }), "_aws.Timestamp is no number of milliseconds"],
    ["no metrics", document({ _aws: { Timestamp: 1 } }), "_aws.CloudWatchMetrics is no list"],
    [
      "neither",
      document({ _aws: {} }),
      "_aws.Timestamp is no number of milliseconds",
      "_aws.CloudWatchMetrics is no list",
    ],
    ["more than 1 MB", long(1024 * 1024 + 1), "the line has more than 1048576 bytes"],
  ] as const) {
    it(`refuses ${what}, and says so`, () => assert.deepEqual(dataOf(line), { issues }));
  }

  it("takes as much as CloudWatch does", () => {
    const largest = [
      document({ Ms: Array(100).fill(1) }),
      dimensions(30),
      metrics(100),
      document({ Kind: "x".repeat(1024) }),
      long(1024 * 1024),
    ];
    for (const line of largest) {
      assert.ok("data" in dataOf(line)!, JSON.stringify(dataOf(line)).slice(0, 200));
    }
  });
});

describe("a summary of metrics", () => {
  const datum = (values: number[], time: number, kind = "a"): Datum => ({
    namespace: "N",
    name: "Ms",
    unit: "Milliseconds",
    dimensions: { kind },
    at: time,
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

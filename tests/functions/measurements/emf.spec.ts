import assert from "node:assert/strict";
import { documentsOf, lostDocument } from "../../../functions/measurements/emf";
import type { Measured } from "../../../functions/measurements/measurement";

const sample: Measured = {
  kind: "request",
  minute: 60_000,
  ms: 42,
  attempts: 1,
  region: "ca-central-1",
  jurisdiction: "CA",
  network: "fast",
  outcome: "ok",
};

describe("measurements as embedded metrics", () => {
  it("are one document for all that share dimensions and minute", () =>
    assert.deepEqual(documentsOf([sample, { ...sample, ms: 7, attempts: 3 }]), [
      {
        _aws: {
          Timestamp: 60_000,
          CloudWatchMetrics: [
            {
              Namespace: "HomeRegion/Clients",
              Dimensions: [
                ["Kind", "Region", "Jurisdiction", "Network", "Outcome"],
                ["Kind", "Jurisdiction", "Outcome"],
              ],
              Metrics: [{ Name: "Duration", Unit: "Milliseconds" }],
            },
            {
              Namespace: "HomeRegion/Clients",
              Dimensions: [["Kind", "Jurisdiction", "Outcome"]],
              Metrics: [{ Name: "Attempts", Unit: "Count" }],
            },
          ],
        },
        Kind: "request",
        Region: "ca-central-1",
        Jurisdiction: "CA",
        Network: "fast",
        Outcome: "ok",
        Duration: [42, 7],
        Attempts: [1, 3],
      },
    ]));

  it("are documents of their own where anything that tells them apart differs", () => {
    const others: Partial<Measured>[] = [
      { kind: "lookup" },
      { minute: 0 },
      { region: "none" },
      { jurisdiction: "US" },
      { network: "slow" },
      { outcome: "failed" },
    ];
    assert.equal(documentsOf([sample, ...others.map((part) => ({ ...sample, ...part }))]).length, others.length + 1);
  });

  it("are in order, 100 to a document", () => {
    for (const [count, sizes] of [
      [100, [100]],
      [101, [100, 1]],
      [0, []],
    ] as const) {
      const documents = documentsOf(Array.from({ length: count }, (_, ms) => ({ ...sample, ms }))) as {
        Duration: number[];
      }[];
      assert.deepEqual(
        documents.map(({ Duration }) => Duration.length),
        sizes,
      );
      assert.deepEqual(
        documents.flatMap(({ Duration }) => Duration),
        Array.from({ length: count }, (_, ms) => ms),
      );
    }
  });

  it("say what was lost, and nothing where nothing was", () => {
    assert.deepEqual(lostDocument(0, "CA", 7), []);
    assert.deepEqual(lostDocument(3, "CA", 7), [
      {
        _aws: {
          Timestamp: 7,
          CloudWatchMetrics: [
            {
              Namespace: "HomeRegion/Clients",
              Dimensions: [["Jurisdiction"]],
              Metrics: [{ Name: "Lost", Unit: "Count" }],
            },
          ],
        },
        Jurisdiction: "CA",
        Lost: 3,
      },
    ]);
  });
});

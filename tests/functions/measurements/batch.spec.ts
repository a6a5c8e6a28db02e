import assert from "node:assert/strict";
import { batchOf } from "../../../functions/measurements/batch";

const now = Date.UTC(2026, 5, 1, 12, 0, 30);
const measurement = {
  kind: "request",
  at: now,
  ms: 42,
  region: "ca-central-1",
  jurisdiction: "CA",
  status: 200,
  attempts: 1,
  network: "4g",
};
const read = (value: unknown) =>
  batchOf(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), now);

describe("a batch of measurements", () => {
  for (const [value, refused] of [
    ["{", [{ pointer: "", detail: 'is not JSON in UTF-8; send {"measurements":[…],"dropped":0}' }]],
    [
      Buffer.from([0x22, 0xff, 0x22]),
      [{ pointer: "", detail: 'is not JSON in UTF-8; send {"measurements":[…],"dropped":0}' }],
    ],
    ["null", [{ pointer: "", detail: 'must be an object; send {"measurements":[…],"dropped":0}' }]],
    ["7", [{ pointer: "", detail: 'must be an object; send {"measurements":[…],"dropped":0}' }]],
    [[measurement], [{ pointer: "", detail: 'must be an object; send {"measurements":[…],"dropped":0}' }]],
    [{}, [{ pointer: "/measurements", detail: "must be a list" }]],
    [{ measurements: [] }, [{ pointer: "/measurements", detail: "has 0 measurements; 1 to 300 are allowed" }]],
    [
      { measurements: Array(301).fill(measurement) },
      [{ pointer: "/measurements", detail: "has 301 measurements; 1 to 300 are allowed" }],
    ],
    [{ measurements: [measurement], "a/b~c": 1 }, [{ pointer: "/a~1b~0c", detail: "is not known; leave it out" }]],
    [
      { measurements: [measurement], ["x".repeat(40)]: 1 },
      [{ pointer: `/${"x".repeat(32)}`, detail: "is not known; leave it out" }],
    ],
    [
      { measurements: 1, dropped: -1 },
      [
        { pointer: "/measurements", detail: "must be a list" },
        { pointer: "/dropped", detail: "must be a whole number from 0 to 1000000" },
      ],
    ],
  ] as const) {
    it(`refuses ${String(JSON.stringify(value)).slice(0, 50)} whole, and says what is wrong`, () =>
      assert.deepEqual(read(value), { refused }));
  }

  for (const dropped of [-1, 1.5, 1_000_001, "1", null]) {
    it(`refuses a loss of ${JSON.stringify(dropped)}`, () =>
      assert.ok("refused" in read({ measurements: [measurement], dropped })));
  }

  it("says at most 20 issues", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, 1]));
    assert.equal((read({ ...many, measurements: [measurement] }) as { refused: unknown[] }).refused.length, 20);
    assert.equal((read({ measurements: [{ ...measurement, ...many }] }) as { issues: unknown[] }).issues.length, 20);
  });

  it("is taken with 300 measurements, and what was lost before up to a million", () => {
    for (const dropped of [0, 1_000_000]) {
      const batch = read({ measurements: Array(300).fill(measurement), dropped });
      assert.ok("accepted" in batch);
      assert.deepEqual([batch.accepted.length, batch.dropped, batch.issues, batch.lostBefore], [300, 0, [], dropped]);
    }
    assert.equal((read({ measurements: [measurement] }) as { lostBefore: number }).lostBefore, 0);
  });

  it("leaves out what has an issue, and says where it is", () =>
    assert.deepEqual(read({ measurements: [7, measurement, { ...measurement, "a/b": 1 }] }), {
      accepted: [
        {
          kind: "request",
          minute: now - 30_000,
          ms: 42,
          attempts: 1,
          region: "ca-central-1",
          jurisdiction: "CA",
          network: "fast",
          outcome: "ok",
        },
      ],
      dropped: 2,
      issues: [
        { pointer: "/measurements/0", detail: "must be an object" },
        { pointer: "/measurements/2/a~1b", detail: "is not known; leave it out" },
      ],
      lostBefore: 0,
    }));
});

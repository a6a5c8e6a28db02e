import assert from "node:assert/strict";
import { measuredOf } from "../../../functions/measurements/measurement";
import { allRegions, servedJurisdictions } from "../../../model/topology";

const now = Date.UTC(2026, 5, 1, 12, 0, 30);
const sent = {
  kind: "request",
  at: now,
  ms: 42,
  region: "ca-central-1",
  jurisdiction: "CA",
  status: 200,
  attempts: 1,
  network: "4g",
};
const where = "/measurements/7";
const issuesOf = (part: object) => {
  const found = measuredOf({ ...sent, ...part }, now, where);
  return "issues" in found ? found.issues : [];
};
const day = 86_400_000;

describe("a measurement", () => {
  for (const [field, values] of [
    ["kind", ["lookup", "request", "connect", "failover"]],
    ["at", [now - 14 * day, now + 2 * 3_600_000, now - 0.5]],
    ["ms", [0, 3_600_000]],
    ["region", [...allRegions(), null]],
    ["jurisdiction", [...servedJurisdictions(), null]],
    ["status", [0, 100, 599]],
    ["attempts", [0, 100]],
    ["network", ["", "x".repeat(32)]],
  ] as const) {
    it(`is taken with ${field} at the ends of what is allowed`, () => {
      for (const value of values) {
        // Of a lookup, which any Region answers.
        assert.deepEqual(issuesOf({ kind: "lookup", [field]: value }), [], String(value));
      }
    });
  }

  for (const kind of ["request", "connect", "failover"]) {
    it(`is refused for a ${kind} in a Region that serves no such jurisdiction: each pair is a metric that is paid for`, () => {
      assert.deepEqual(issuesOf({ kind, region: "us-east-1" }), [
        {
          pointer: `${where}/region`,
          detail: "must be a Region of the jurisdiction, or null: only a lookup is answered elsewhere",
        },
      ]);
      for (const part of [{ region: null }, { region: "ca-west-1" }, { jurisdiction: null }]) {
        assert.deepEqual(issuesOf({ kind, ...part }), []);
      }
    });
  }

  const jurisdictions = servedJurisdictions()
    .map((name) => `"${name}"`)
    .join(", ");
  const regions = allRegions()
    .map((name) => `"${name}"`)
    .join(", ");
  for (const [field, values, allowed] of [
    ["kind", ["", "Request", null, undefined, 7], '"lookup", "request", "connect", "failover"'],
    [
      "at",
      [now - 14 * day - 1, now + 2 * 3_600_000 + 1, String(now), undefined],
      "ms since the epoch, from two weeks ago to two hours ahead",
    ],
    ["ms", [-1, 3_600_001, 0.5, "42", undefined], "a whole number from 0 to 3600000"],
    ["region", ["mars-1", "", undefined], `${regions}, null`],
    ["jurisdiction", ["ca", "", undefined], `${jurisdictions}, null`],
    ["status", [1, 99, 600, 200.5, "200", -1, undefined], "an HTTP status, or 0 where there was no response"],
    ["attempts", [-1, 101, 1.5, undefined], "a whole number from 0 to 100"],
    [
      "network",
      ["x".repeat(33), 4, undefined],
      'what the platform calls the network, at most 32 characters, "" where it does not say',
    ],
  ] as const) {
    it(`refuses ${field} beyond them, and says what is allowed`, () => {
      for (const value of values) {
        assert.deepEqual(
          issuesOf({ [field]: value }),
          [{ pointer: `${where}/${field}`, detail: `must be ${allowed}` }],
          String(value),
        );
      }
    });
  }

  it("refuses fields that nobody asked for, by name alone", () =>
    assert.deepEqual(issuesOf({ email: "jane@example.com" }), [
      { pointer: `${where}/email`, detail: "is not known; leave it out" },
    ]));

  for (const [word, network] of [
    ["4g", "fast"],
    ["ethernet", "fast"],
    ["wifi", "fast"],
    ["3g", "slow"],
    ["2g", "slow"],
    ["slow-2g", "slow"],
    ["cellular", "cellular"],
    ["wimax", "cellular"],
    ["5g", "unknown"],
    ["", "unknown"],
    ["toString", "unknown"],
  ] as const) {
    it(`on ${word || "a network without a name"} counts as ${network}`, () =>
      assert.equal((measuredOf({ ...sent, network: word }, now, where) as { network: string }).network, network));
  }

  it("is of the whole minute, with its times as they are", () =>
    assert.deepEqual(measuredOf({ ...sent, attempts: 3 }, now, where), {
      kind: "request",
      minute: Date.UTC(2026, 5, 1, 12, 0),
      ms: 42,
      attempts: 3,
      region: "ca-central-1",
      jurisdiction: "CA",
      network: "fast",
      outcome: "ok",
    }));

  for (const [status, outcome] of [
    [0, "none"],
    [100, "ok"],
    [399, "ok"],
    [400, "refused"],
    [499, "refused"],
    [500, "failed"],
    [599, "failed"],
  ] as const) {
    it(`that ended with ${status} is ${outcome}`, () =>
      assert.equal((measuredOf({ ...sent, status }, now, where) as { outcome: string }).outcome, outcome));
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Hop } from "../../local/context";
import { crossingsOf, isServed } from "../../local/crossing";
import { RingLedger } from "../../local/ledger";
import { ManualClock } from "../support/manual-clock";

const step = (trace: string, rest: Partial<Hop> = {}) => ({
  trace,
  ms: 1,
  service: "lambda",
  resource: "profile",
  action: "invoke",
  place: rest.region ?? "client",
  region: "us-east-1",
  dataClass: "personal" as const,
  outcome: "ok",
  ...rest,
});

describe("crossing", () => {
  const served = ["ok", "100", "200", "204", "304", "200 stale"];
  const unserved = ["refused: misrouted", "421", "404", "500", "error", "timeout", "2000", "", "okay", "error 200"];
  for (const outcome of served) {
    it(`${outcome} is served`, () => assert.equal(isServed(outcome), true));
  }
  for (const outcome of unserved) {
    it(`${JSON.stringify(outcome)} is not served`, () => assert.equal(isServed(outcome), false));
  }

  const hop = (rest: Partial<Hop>): Hop => ({ ...step("t"), at: 0, jurisdiction: "US", ...rest });
  const rows: [string, string | null, Partial<Hop>, boolean][] = [
    ["personal data served abroad", "CA", {}, true],
    ["personal data served at home", "US", {}, false],
    ["personal data refused abroad", "CA", { outcome: "refused: misrouted" }, false],
    ["a lookup served abroad", "CA", { dataClass: "routing" }, false],
    ["personal data in a Region that the topology does not know", "CA", { region: "xx-1", jurisdiction: null }, true],
    ["a place in no Region", "CA", { region: null, jurisdiction: null }, false],
    ["a trace whose home nobody knows", null, {}, false],
  ];
  for (const [name, home, rest, expected] of rows) {
    it(`${name}: ${expected ? "a crossing" : "none"}`, () => {
      assert.equal(crossingsOf({ home, hops: [hop(rest)] }).length, Number(expected));
    });
  }
});

describe("ledger", () => {
  const ledger = (limit?: number, hopLimit?: number) => new RingLedger(new ManualClock(), limit, hopLimit);

  it("fills in time and jurisdiction, and finds traces by organization, newest first", () => {
    const ring = ledger();
    const [first, second, third] = [ring.open("Toronto"), ring.open("Chicago"), ring.open("Paris")];
    ring.hop(step(first, { region: "ca-west-1" }));
    ring.hop(step(first, { region: null, place: "edge Toronto" }));
    ring.about(first, "org_a", "CA");
    ring.about(third, "org_a", "CA");
    assert.deepEqual(
      ring.trace(first)?.hops.map(({ jurisdiction, at }) => [jurisdiction, at]),
      [
        ["CA", Date.UTC(2026, 0, 1)],
        [null, Date.UTC(2026, 0, 1)],
      ],
    );
    assert.deepEqual(
      ring.list({ organization: "org_a" }).map(({ id }) => id),
      [third, first],
    );
    assert.deepEqual(
      ring.list({ limit: 2 }).map(({ id }) => id),
      [third, second],
    );
  });

  it("judges the whole trace, whichever of hop and home comes first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), (aboutAt) => {
        const ring = ledger();
        const trace = ring.open("Toronto");
        for (let index = 0; index < 5; index++) {
          if (index === aboutAt) {
            ring.about(trace, "org_a", "CA");
          }
          ring.hop(step(trace, { region: index % 2 ? "ca-central-1" : "us-east-1" }));
        }
        assert.equal(ring.crossings().length, 3);
      }),
    );
  });

  it("keeps a crossing when its trace leaves the ring", () => {
    const ring = ledger(2);
    const trace = ring.open("Toronto");
    ring.about(trace, "org_a", "CA");
    ring.hop(step(trace));
    for (let index = 0; index < 5; index++) {
      ring.open("Paris");
    }
    assert.equal(ring.trace(trace), undefined);
    assert.equal(ring.list().length, 2);
    assert.deepEqual(
      ring.crossings().map(({ trace: { organization }, hop }) => [organization, hop.region]),
      [["org_a", "us-east-1"]],
    );
  });

  it("keeps a crossing when the same connection goes on for an organization of another home", () => {
    const ring = ledger();
    const trace = ring.open("Toronto");
    ring.about(trace, "org_a", "CA");
    ring.hop(step(trace));
    ring.about(trace, "org_b", "US");
    assert.equal(ring.crossings().length, 1);
    ring.about(trace, "org_a", "CA");
    assert.equal(ring.crossings().length, 1, "counted once");
  });

  it("bounds the hops of a trace and loses no crossing", () => {
    const ring = ledger(10, 3);
    const trace = ring.open("Toronto");
    ring.about(trace, "org_a", "CA");
    ring.hop(step(trace));
    for (let index = 0; index < 9; index++) {
      ring.hop(step(trace, { region: "ca-west-1" }));
    }
    assert.equal(ring.trace(trace)?.hops.length, 3);
    assert.equal(ring.crossings().length, 1);
  });

  it("takes hops of a trace that nobody opened, and tells who listens", () => {
    const ring = ledger();
    const heard: string[] = [];
    ring.onHop(({ trace }) => heard.push(trace));
    ring.hop(step("unknown"));
    ring.about("unknown", "org_a", "CA");
    assert.equal(ring.crossings().length, 1);
    assert.deepEqual(heard, ["unknown"]);
  });
});

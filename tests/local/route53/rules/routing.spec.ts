/** Which record a policy chooses, and what the page says of why. */
import assert from "node:assert/strict";
import type { RecordSet, Routing } from "../../../../local/route53/rules/records";
import { type Chooser, choose } from "../../../../local/route53/rules/routing";
import { city, record, simple, world } from "../world";

const of = (id: string, routing: Routing) => record("www.example.com", id, routing);
const chosen = (group: RecordSet[], sick: string[] = [], view: Partial<Chooser> = {}) => {
  const { roundTripMs, random } = world();
  const isHealthy = ({ setIdentifier }: RecordSet) => !sick.includes(setIdentifier);
  const { records, ...rest } = choose(group, { client: city("Toronto"), isHealthy, roundTripMs, random, ...view });
  return { ...rest, records: records.map(({ setIdentifier }) => setIdentifier) };
};

describe("route53 routing", () => {
  it("answers a simple record, and nothing of a policy that is not stood in for", () => {
    assert.deepEqual(chosen([of("a", simple)]), { records: ["a"], why: "simple" });
    assert.deepEqual(chosen([of("a", { policy: "unsupported", name: "geoproximity" })]), {
      records: [],
      why: "geoproximity routing: the twin does not stand in for it",
    });
  });

  const pair = [of("p", { policy: "failover", role: "PRIMARY" }), of("s", { policy: "failover", role: "SECONDARY" })];
  for (const [sick, record, why] of [
    [[], "p", "primary p is healthy"],
    [["p"], "s", "primary p is unhealthy, secondary s is healthy"],
    [["p", "s"], "p", "both are unhealthy: primary p"],
  ] as [string[], string, string][]) {
    it(`fails over with ${sick.join(" and ") || "nothing"} unhealthy: ${why}`, () =>
      assert.deepEqual(chosen(pair, sick), { records: [record], why: `failover: ${why}` }));
  }
  it("answers the only record of a pair", () =>
    assert.deepEqual(chosen(pair.slice(1)), { records: ["s"], why: "failover: the only record" }));

  const weights = (...all: number[]) => all.map((weight, index) => of(`w${index}`, { policy: "weighted", weight }));
  for (const [group, random, record, count] of [
    [[1, 3], 0.249, "w0", 2],
    [[1, 3], 0.25, "w1", 2],
    [[1, 1, 1], 0.5, "w1", 3],
    [[1, 1, 1], 0.99, "w2", 3],
    [[1, 0], 0.99, "w0", 1],
    [[0, 0], 0.2, "w0", 2],
    [[0, 0], 0.5, "w1", 2],
  ] as [number[], number, string, number][]) {
    it(`weighs ${group} at ${random}: ${record}`, () =>
      assert.deepEqual(chosen(weights(...group), [], { random: () => random }), {
        records: [record],
        why: `weighted: ${record}, one of ${count}`,
      }));
  }

  const near = ["ca-central-1", "us-east-1", "eu-west-1"].map((region) => of(region, { policy: "latency", region }));
  for (const [sick, record, after] of [
    [[], "ca-central-1", ""],
    [["ca-central-1"], "us-east-1", " after unhealthy ca-central-1"],
    [["ca-central-1", "us-east-1"], "eu-west-1", " after unhealthy ca-central-1, us-east-1"],
  ] as [string[], string, string][]) {
    it(`goes to the nearest${after}`, () =>
      assert.deepEqual(chosen(near.toReversed(), sick), {
        records: [record],
        why: `latency: ${record} is nearest${after}`,
        byLocation: true,
      }));
  }

  const areas = [of("CA", { policy: "geolocation", country: "CA" }), of("*", { policy: "geolocation", country: "*" })];
  const fallen = " (the record of a smaller area is unhealthy)";
  for (const [sick, record, after] of [
    [[], "CA", ""],
    [["CA"], "*", fallen],
    [["CA", "*"], "CA", ""],
  ] as [string[], string, string][]) {
    it(`answers by area with ${sick.join(" and ") || "nothing"} unhealthy: ${record}`, () =>
      assert.deepEqual(chosen(areas.toReversed(), sick), {
        records: [record],
        why: `geolocation: ${record}${after}`,
        byLocation: true,
      }));
  }
  it("has no answer for an area without a record", () =>
    assert.deepEqual(chosen([of("EU", { policy: "geolocation", continent: "EU" })]), {
      records: [],
      why: "geolocation: no record for the client's area, and no default",
      byLocation: true,
    }));

  it("gives several values in the order that is drawn", () => {
    const group = ["a", "b", "c"].map((id) => of(id, { policy: "multivalue" }));
    const draws = [0.5, 0.9, 0.1];
    assert.deepEqual(chosen(group, [], { random: () => draws.shift()! }), {
      records: ["c", "a", "b"],
      why: "multivalue: 3 of 3",
    });
    assert.deepEqual(chosen(group, ["a"]).why, "multivalue: 2 of 3");
  });
});

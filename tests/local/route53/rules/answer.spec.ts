import assert from "node:assert/strict";
import fc from "fast-check";
import { answer, type World } from "../../../../local/route53/rules/answer";
import type { HostedZone, RecordSet } from "../../../../local/route53/rules/records";
import { city, record, simple, world, zone } from "../world";

const ask = (
  records: RecordSet[],
  view: Partial<World> & { sick?: string[] } = {},
  name = "www.example.com",
  type = "A",
) => {
  const { rcode, answers } = answer([zone(...records)], { name, type }, world(view));
  return rcode === "NOERROR" ? answers.map(({ value }) => value).join(",") : rcode;
};

describe("route53 rules", () => {
  describe("failover", () => {
    const pair = (secondary: Partial<RecordSet> = {}) => [
      record("www.example.com", "p", { policy: "failover", role: "PRIMARY" }),
      record("www.example.com", "s", { policy: "failover", role: "SECONDARY" }, secondary),
    ];
    for (const [sick, expected] of [
      [[], "p"],
      [["s"], "p"],
      [["p"], "s"],
      [["p", "s"], "p"],
    ] as [string[], string][]) {
      it(`answers ${expected} where unhealthy are: ${sick.join(" and ") || "none"}`, () => {
        assert.equal(ask(pair(), { sick }), expected);
        assert.equal(ask(pair().reverse(), { sick }), expected);
      });
    }
    it("counts a secondary without health check as healthy", () => {
      const [primary, secondary] = pair();
      const { healthCheckId: _, ...unchecked } = secondary!;
      assert.equal(ask([primary!, unchecked], { sick: ["p", "s"] }), "s");
    });
    it("answers its only record", () => assert.equal(ask(pair().slice(1), { sick: ["s"] }), "s"));
  });

  describe("weighted", () => {
    const group = (...weights: number[]) =>
      weights.map((weight, index) => record("www.example.com", `w${index}`, { policy: "weighted", weight }));
    const rows: [number[], number, string[], string][] = [
      [[1, 3], 0, [], "w0"],
      [[1, 3], 0.24, [], "w0"],
      [[1, 3], 0.26, [], "w1"],
      [[1, 3], 0.99, [], "w1"],
      [[1, 3], 0.99, ["w1"], "w0"],
      [[1, 0], 0.99, [], "w0"],
      [[1, 0], 0.5, ["w0"], "w1"],
      [[0, 0], 0.6, [], "w1"],
      [[1, 3], 0.9, ["w0", "w1"], "w1"],
      [[1, 0], 0.9, ["w0", "w1"], "w0"],
    ];
    for (const [weights, random, sick, expected] of rows) {
      it(`${weights} at ${random}, unhealthy ${sick.join() || "none"}: ${expected}`, () =>
        assert.equal(ask(group(...weights), { sick, random: () => random }), expected));
    }
    it("never answers an unhealthy record while another is healthy", () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
          fc.double({ min: 0, max: 0.999999, noNaN: true }),
          (entries, random) => {
            const sick = entries.flatMap(([, healthy], index) => (healthy ? [] : [`w${index}`]));
            const got = ask(group(...entries.map(([weight]) => weight)), { sick, random: () => random });
            assert.ok(sick.length === entries.length || !sick.includes(got), got);
          },
        ),
      );
    });
  });

  describe("latency", () => {
    const group = ["us-east-1", "us-west-2", "eu-west-1"].map((region) =>
      record("www.example.com", region, { policy: "latency", region }),
    );
    const rows: [string, string[], string][] = [
      ["Toronto", [], "us-east-1"],
      ["Vancouver", [], "us-west-2"],
      ["Paris", [], "eu-west-1"],
      ["Paris", ["eu-west-1"], "us-east-1"],
      ["Paris", ["eu-west-1", "us-east-1"], "us-west-2"],
      ["Paris", ["eu-west-1", "us-east-1", "us-west-2"], "eu-west-1"],
    ];
    for (const [from, sick, expected] of rows) {
      it(`${from}, unhealthy ${sick.join() || "none"}: ${expected}`, () =>
        assert.equal(ask(group, { client: city(from), sick }), expected));
    }
    it("answers a client of unknown place with one of its records", () =>
      assert.equal(ask(group, { client: undefined }), "eu-west-1"));
  });

  describe("geolocation", () => {
    const area = (value: string, where: object) =>
      record("www.example.com", value, { policy: "geolocation", ...where });
    const canada = area("ca", { country: "CA" });
    const america = area("na", { continent: "NA" });
    const anywhere = area("default", { country: "*" });
    const ontario = area("on", { country: "CA", subdivision: "ON" });
    const rows: [RecordSet[], string, string[], string][] = [
      [[canada, america, anywhere], "Toronto", [], "ca"],
      [[canada, america, anywhere], "Chicago", [], "na"],
      [[canada, america, anywhere], "Paris", [], "default"],
      [[canada, america, anywhere], "Toronto", ["ca"], "na"],
      [[canada, america, anywhere], "Toronto", ["ca", "na"], "default"],
      [[canada, america, anywhere], "Toronto", ["ca", "na", "default"], "ca"],
      [[canada], "Toronto", ["ca"], "ca"],
      [[canada], "Chicago", [], ""],
      [[ontario, america], "Toronto", [], "na"],
    ];
    for (const [records, from, sick, expected] of rows) {
      it(`${records.map(({ setIdentifier }) => setIdentifier)} from ${from}, unhealthy ${sick.join() || "none"}: ${expected || "no answer"}`, () =>
        assert.equal(ask(records, { client: city(from), sick }), expected));
    }
    it("answers a client of unknown place with the default only", () => {
      assert.equal(ask([canada, america, anywhere], { client: undefined }), "default");
      assert.equal(ask([canada, america], { client: undefined }), "");
    });
  });

  describe("multivalue", () => {
    const group = Array.from({ length: 10 }, (_, index) =>
      record("www.example.com", `m${index}`, { policy: "multivalue" }),
    );
    it("answers up to eight healthy values", () => {
      const sick = ["m0", "m1", "m2", "m3"];
      assert.equal(ask(group).split(",").length, 8);
      assert.deepEqual(ask(group, { sick, random: Math.random }).split(",").sort(), [
        "m4",
        "m5",
        "m6",
        "m7",
        "m8",
        "m9",
      ]);
    });
    it("answers up to eight unhealthy values where none is healthy", () =>
      assert.equal(ask(group, { sick: group.map(({ setIdentifier }) => setIdentifier) }).split(",").length, 8));
  });

  describe("aliases", () => {
    const alias = (name: string, target: string, rest: Partial<RecordSet> = {}): RecordSet => {
      const { healthCheckId: _, ...bare } = record(name, target, simple);
      return { ...bare, values: [], alias: { name: target, evaluateTargetHealth: true }, ...rest };
    };
    const failover = (role: "PRIMARY" | "SECONDARY") => ({ routing: { policy: "failover" as const, role } });

    it("answer with the resource's addresses under their own name, for 60 s", () => {
      const { answers } = answer(
        [zone(alias("www.example.com", "alb.aws"))],
        { name: "www.example.com", type: "A" },
        world(),
      );
      assert.deepEqual(answers, [{ name: "www.example.com", type: "A", ttl: 60, value: "198.51.100.7" }]);
    });
    it("answer with a record of the zone under their own name, with that record's TTL", () => {
      const records = [alias("www.example.com", "real.example.com"), record("real.example.com", "1.2.3.4", simple)];
      const { answers } = answer([zone(...records)], { name: "www.example.com", type: "A" }, world());
      assert.deepEqual(answers, [{ name: "www.example.com", type: "A", ttl: 30, value: "1.2.3.4" }]);
    });
    it("fail over where the target is unhealthy, and where the health check is", () => {
      const secondary = record("www.example.com", "s", { policy: "failover", role: "SECONDARY" });
      const primary = alias("www.example.com", "alb.aws", failover("PRIMARY"));
      assert.equal(ask([primary, secondary]), "198.51.100.7");
      assert.equal(ask([primary, secondary], { sick: ["alb.aws"] }), "s");
      assert.equal(ask([{ ...primary, healthCheckId: "hc-own" }, secondary], { sick: ["own"] }), "s");
      const blind = { ...primary, alias: { name: "alb.aws", evaluateTargetHealth: false } };
      assert.equal(ask([blind, secondary], { sick: ["alb.aws"] }), "198.51.100.7");
    });
    it("are healthy while any record of the group that they point to is", () => {
      const tree = [
        alias("www.example.com", "ca.example.com", failover("PRIMARY")),
        record("www.example.com", "s", { policy: "failover", role: "SECONDARY" }),
        record("ca.example.com", "w0", { policy: "weighted", weight: 1 }),
        record("ca.example.com", "w1", { policy: "weighted", weight: 1 }),
      ];
      assert.equal(ask(tree, { sick: ["w0"] }), "w1");
      assert.equal(ask(tree, { sick: ["w0", "w1"] }), "s");
    });
    it("refuse to run in circles", () => {
      const circle = [alias("www.example.com", "b.example.com"), alias("b.example.com", "www.example.com")];
      assert.equal(ask(circle), "SERVFAIL");
    });
    it("that lead nowhere give no address", () => assert.equal(ask([alias("www.example.com", "gone.aws")]), ""));
    it("that lead nowhere have no health of their own, so nothing fails over", () => {
      for (const target of ["gone.aws", "gone.example.com"]) {
        const primary = alias("www.example.com", target, failover("PRIMARY"));
        assert.equal(ask([primary, record("www.example.com", "s", failover("SECONDARY").routing)]), "", target);
      }
    });
  });

  describe("names", () => {
    const cname = (name: string, to: string) => record(name, to, simple, { type: "CNAME" });
    const rows: [string, RecordSet[], string, string, string][] = [
      [
        "follows a CNAME inside the zone",
        [cname("www.example.com", "b.example.com."), record("b.example.com", "1.1.1.1", simple)],
        "www.example.com",
        "A",
        "b.example.com.,1.1.1.1",
      ],
      [
        "follows a CNAME to a name of AWS's own",
        [cname("www.example.com", "alb.aws")],
        "www.example.com",
        "A",
        "alb.aws,198.51.100.7",
      ],
      ["answers the CNAME itself", [cname("www.example.com", "alb.aws")], "www.example.com", "CNAME", "alb.aws"],
      [
        "leaves a CNAME to elsewhere to the resolver",
        [cname("www.example.com", "example.org")],
        "www.example.com",
        "A",
        "example.org",
      ],
      ["has no data of another type", [record("www.example.com", "1.1.1.1", simple)], "www.example.com", "AAAA", ""],
      [
        "does not know a name that nobody declared",
        [record("www.example.com", "1.1.1.1", simple)],
        "no.example.com",
        "A",
        "NXDOMAIN",
      ],
      [
        "knows a name that only has names below it",
        [record("a.b.example.com", "1.1.1.1", simple)],
        "b.example.com",
        "A",
        "",
      ],
      ["covers names with a wildcard", [record("*.example.com", "1.1.1.1", simple)], "x.y.example.com", "A", "1.1.1.1"],
      [
        "prefers a name to a wildcard",
        [record("*.example.com", "1.1.1.1", simple), record("a.b.example.com", "2.2.2.2", simple)],
        "b.example.com",
        "A",
        "",
      ],
      [
        "stops a wildcard at the closest name",
        [record("*.example.com", "1.1.1.1", simple), record("a.b.example.com", "2.2.2.2", simple)],
        "c.b.example.com",
        "A",
        "NXDOMAIN",
      ],
      ["has name servers", [], "example.com", "NS", "ns-1.awsdns.org"],
      ["refuses names of other zones", [], "example.org", "A", "REFUSED"],
      ["refuses a name that only ends like the zone", [], "notexample.com", "A", "REFUSED"],
      ["answers AWS's own names", [], "alb.aws", "A", "198.51.100.7"],
    ];
    for (const [title, records, name, type, expected] of rows) {
      it(title, () => assert.equal(ask(records, {}, name, type), expected));
    }
    it("answers from the most specific zone", () => {
      const child: HostedZone = { ...zone(record("www.ca.example.com", "2.2.2.2", simple)), name: "ca.example.com" };
      const parent = zone(record("www.ca.example.com", "1.1.1.1", simple));
      const { answers } = answer([parent, child], { name: "www.ca.example.com", type: "A" }, world());
      assert.deepEqual(
        answers.map(({ value }) => value),
        ["2.2.2.2"],
      );
    });
    it("refuses to guess for a policy that it does not stand in for", () =>
      assert.equal(ask([record("www.example.com", "x", { policy: "unsupported", name: "geoproximity" })]), "SERVFAIL"));
    it("says whether the answer depends on the place", () => {
      const latency = zone(record("www.example.com", "us-east-1", { policy: "latency", region: "us-east-1" }));
      const question = { name: "www.example.com", type: "A" };
      assert.equal(answer([latency], question, world()).byLocation, true);
      assert.equal(answer([zone(record("www.example.com", "1.1.1.1", simple))], question, world()).byLocation, false);
    });
  });
});

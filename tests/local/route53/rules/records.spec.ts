import assert from "node:assert/strict";
import { zoneNames } from "../../../../local/route53/rules/names";
import { hostedZones, type RecordSet } from "../../../../local/route53/rules/records";
import { loadBalancerHealth, withoutDualstack } from "../../../../local/route53/rules/targets";
import { graphOf, resource } from "../../../support/twin-context";

const zone = (inputs: object = {}, rest: object = {}) =>
  resource("aws:route53/zone:Zone", "zone", { name: "Example.com.", ...inputs }, { id: "Z1", ...rest });
const record = (inputs: object, name = "record") =>
  resource("aws:route53/record:Record", name, { zoneId: "Z1", name: "www", type: "A", ...inputs });
const only = (inputs: object): RecordSet => hostedZones(graphOf(zone(), record(inputs)))[0]!.records[0]!;
const simple = { policy: "simple" } as const;

describe("route53 records", () => {
  it("are those of their zone, with names in full and TTLs in seconds", () => {
    const zones = hostedZones(
      graphOf(
        zone({}, { outputs: { nameServers: ["ns.example.org"] } }),
        record({ ttl: 30, records: ["1.2.3.4", "5.6.7.8"], healthCheckId: "hc" }),
        record({ zoneId: "Z2", name: "a.example.net", records: [1] }, "other"),
      ),
    );
    assert.deepEqual(zones, [
      {
        name: "example.com",
        nameServers: ["ns.example.org"],
        records: [
          {
            name: "www.example.com",
            type: "A",
            setIdentifier: "",
            routing: simple,
            ttl: 30,
            values: ["1.2.3.4", "5.6.7.8"],
            healthCheckId: "hc",
          },
        ],
      },
      {
        name: "a.example.net",
        nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.co.uk", "ns-3.awsdns-03.com", "ns-4.awsdns-04.net"],
        records: [{ name: "a.example.net", type: "A", setIdentifier: "", routing: simple, ttl: 0, values: ["1"] }],
      },
    ]);
    assert.equal(hostedZones(graphOf(zone()))[0]?.nameServers.length, 4);
    assert.deepEqual(hostedZones(graphOf(zone()))[0]?.records, []);
    assert.deepEqual(hostedZones(graphOf()), []);
  });

  for (const [names, expected] of [
    [["a.example.net", "b.c.example.net"], "example.net"],
    [["a.example.net", "example.net"], "example.net"],
    [["a.example.net", "a.example.net"], "a.example.net"],
    [["a.example.net", "b.example.org"], ""],
  ] as const) {
    it(`${names.join(" and ")} are in a zone "${expected}" that is looked up`, () => {
      const zones = hostedZones(graphOf(...names.map((name, index) => record({ zoneId: "Z9", name }, `r${index}`))));
      assert.deepEqual(
        zones.map(({ name }) => name),
        [expected],
      );
    });
  }

  for (const [inputs, routing] of [
    [{}, simple],
    [{ multivalueAnswerRoutingPolicy: true }, { policy: "multivalue" }],
    [{ multivalueAnswerRoutingPolicy: false }, simple],
    [{ failoverRoutingPolicies: [{ type: "PRIMARY" }] }, { policy: "failover", role: "PRIMARY" }],
    [{ failoverRoutingPolicies: [{ type: "SECONDARY" }] }, { policy: "failover", role: "SECONDARY" }],
    [{ weightedRoutingPolicies: [{ weight: "7" }] }, { policy: "weighted", weight: 7 }],
    [{ latencyRoutingPolicies: [{ region: "eu-west-1" }] }, { policy: "latency", region: "eu-west-1" }],
    [{ geolocationRoutingPolicies: [{ continent: "EU" }] }, { policy: "geolocation", continent: "EU" }],
    [
      { geolocationRoutingPolicies: [{ country: "US", subdivision: "WA" }] },
      { policy: "geolocation", country: "US", subdivision: "WA" },
    ],
    [{ geoproximityRoutingPolicy: { bias: 1 } }, { policy: "unsupported", name: "geoproximity" }],
    [{ cidrRoutingPolicy: { collectionId: "c" } }, { policy: "unsupported", name: "IP-based" }],
  ] as const) {
    it(`${JSON.stringify(inputs)} is ${JSON.stringify(routing)}`, () =>
      assert.deepEqual(only({ ...inputs, setIdentifier: "one" }).routing, routing));
  }

  it("point to other names as aliases", () => {
    const alias = (rest: object) => only({ aliases: [{ name: "ALB.aws.", zoneId: "Z2", ...rest }] });
    const { alias: judged, values, ttl } = alias({ evaluateTargetHealth: true });
    assert.deepEqual([judged, values, ttl], [{ name: "alb.aws", evaluateTargetHealth: true }, [], 0]);
    assert.equal(alias({}).alias?.evaluateTargetHealth, false);
    assert.equal("alias" in only({ aliases: [] }), false);
    assert.equal("healthCheckId" in only({}), false);
  });

  it("have their type in upper case and keep their set identifier", () => {
    const { type, setIdentifier } = only({ type: "aaaa", setIdentifier: "one" });
    assert.deepEqual([type, setIdentifier], ["AAAA", "one"]);
  });

  for (const [type, value, expected] of [
    ["TXT", "v=spf1 -all", '"v=spf1 -all"'],
    ["SPF", "v=spf1 -all", '"v=spf1 -all"'],
    ["txt", 'one""two', '"one""two"'],
    ["TXT", '"quoted"', '"quoted"'],
    ["TXT", '"half', '""half"'],
    ["TXT", 'a "b"', '"a "b""'],
    ["TXT", '"a" b', '""a" b"'],
    ["TXT", 'half"', '"half""'],
    ["TXT", '"two\nlines"', '"two\nlines"'],
    ["CAA", '0 issue "x"', '0 issue "x"'],
    ["A", "1.2.3.4", "1.2.3.4"],
  ] as const) {
    it(`${type} ${value} is ${expected} to Route 53`, () => {
      assert.deepEqual(only({ type, records: [value] }).values, [expected]);
    });
  }

  it("find their zone by the id that the provider gives it, too", () => {
    const names = zoneNames(graphOf(zone({ name: undefined }, { outputs: { name: "example.com", zoneId: "ZX" } })));
    assert.deepEqual([...names], [["Z1", "example.com"], ["ZX", "example.com"]]); // biome-ignore format: short
    assert.deepEqual([...zoneNames(graphOf(zone())).keys()], ["Z1"]);
  });

  it("are as healthy as the load balancer that they point to", () => {
    const graph = graphOf(
      resource("aws:lb/loadBalancer:LoadBalancer", "alb", {}, { outputs: { arn: "arn:alb", dnsName: "ALB.elb.aws" } }),
    );
    const asked: string[] = [];
    const sick = (arn: string) => {
      asked.push(arn);
      return false;
    };
    for (const name of ["alb.elb.aws", "dualstack.alb.elb.aws.", "DUALSTACK.ALB.elb.aws"]) {
      assert.equal(loadBalancerHealth(graph, name, sick), false, name);
    }
    assert.deepEqual([...new Set(asked)], ["arn:alb"]);
    assert.equal(loadBalancerHealth(graph, "other.aws", sick), true);
    assert.equal(loadBalancerHealth(graph, "alb.elb.aws"), true);
    assert.deepEqual(["dualstack.a.aws", "a.dualstack.aws", "dualstackx.aws"].map(withoutDualstack), [
      "a.aws",
      "a.dualstack.aws",
      "dualstackx.aws",
    ]);
  });
});

import assert from "node:assert/strict";
import { findingsOf, latencyRegions } from "../../../../local/route53/rules/check";
import type { RecordSet } from "../../../../local/route53/rules/records";
import { record, simple, zone } from "../world";

const messages = (...records: RecordSet[]) =>
  findingsOf([zone(...records)]).map(({ name, message }) => `${name}: ${message}`);
const of = (type: string, ...values: string[]) => record("www.example.com", "x", simple, { type, values });

describe("route53 check", () => {
  it("has nothing to say of what is answered as on AWS", () => {
    const types: [string, string][] = [
      ["A", "1.2.3.4"],
      ["TXT", '"x"'],
      ["HTTPS", "1 . alpn=h2"],
      ["SPF", '"v=spf1 -all"'],
      ["NAPTR", '1 2 "" "" "" .'],
    ];
    const alias = { ...of("A"), alias: { name: "alb.aws", evaluateTargetHealth: true } };
    const inside = { ...of("AAAA"), alias: { name: "six.example.com", evaluateTargetHealth: true } };
    const near = record("near.example.com", "1.1.1.1", { policy: "latency", region: "eu-west-1" });
    assert.deepEqual(messages(...types.map(([type, value]) => of(type, value)), alias, inside, near), []);
  });

  it("names the Regions of latency records, so that the twin can refuse those that it has no place for", () => {
    const far = record("www.example.com", "1.1.1.1", { policy: "latency", region: "xx-north-9" });
    assert.deepEqual(latencyRegions([zone(far, of("A", "1.2.3.4"))]), [
      { region: "xx-north-9", by: "a latency record of www.example.com" },
    ]);
  });

  for (const [title, bad, expected] of [
    [
      "a policy that is not stood in for",
      record("www.example.com", "1.1.1.1", { policy: "unsupported", name: "geoproximity" }),
      ["www.example.com: geoproximity routing: answered with SERVFAIL"],
    ],
    [
      "a type that Route 53 does not have",
      of("WKS", "x"),
      ["www.example.com: record type WKS is not one of Route 53: answered with SERVFAIL"],
    ],
    [
      "an alias without IPv4",
      { ...of("AAAA"), alias: { name: "alb.aws", evaluateTargetHealth: true } },
      ["www.example.com: AAAA alias to alb.aws: names of AWS's own have IPv4 addresses only here, so it has no data"],
    ],
    [
      "every value that Route 53 refuses",
      of("MX", "10 a", "mail", "70000 b"),
      [
        'www.example.com: MX value "mail": mail is no number from 0 to 65535: answered with SERVFAIL, refused by Route 53',
        'www.example.com: MX value "70000 b": 70000 is no number from 0 to 65535: answered with SERVFAIL, refused by Route 53',
      ],
    ],
  ] as [string, RecordSet, string[]][]) {
    it(`names ${title}`, () => assert.deepEqual(messages(bad), expected));
  }
});

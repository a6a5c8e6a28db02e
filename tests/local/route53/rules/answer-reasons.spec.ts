/** What the page says of how an answer came to be. */
import assert from "node:assert/strict";
import type { RecordSet } from "../../../../local/route53/rules/records";
import { ask, lines, of, record } from "../world";

const alias = (name: string, target: string, type = "A", evaluateTargetHealth = false): RecordSet => ({
  ...of(name, type),
  alias: { name: target, evaluateTargetHealth },
});
const records = [
  of("www.example.com", "A", "1.1.1.1"),
  of("c.example.com", "CNAME", "www.example.com"),
  of("d.example.com", "CNAME", "c.example.com"),
  of("none.example.com", "CNAME"),
  of("out.example.com", "CNAME", "alb.aws"),
  alias("inner.example.com", "www.example.com"),
  alias("alb.example.com", "alb.aws"),
  alias("six.example.com", "alb.aws", "AAAA"),
  alias("gone.example.com", "gone.aws"),
  of("sub.example.com", "NS", "ns1.example.org", "ns2.example.org"),
  alias("below.example.com", "www.sub.example.com"),
  record("eu.example.com", "2.2.2.2", { policy: "geolocation", continent: "EU" }),
];

describe("why route53 answers", () => {
  for (const [name, type, why] of [
    ["www.example.com", "A", ["www.example.com: simple"]],
    ["www.example.com", "ANY", ["www.example.com: ANY"]],
    ["www.example.com", "TXT", ["www.example.com has no TXT"]],
    ["no.example.com", "A", ["no.example.com does not exist"]],
    ["d.example.com", "A", ["d.example.com: simple", "c.example.com: simple", "www.example.com: simple"]],
    ["d.example.com", "CNAME", ["d.example.com: simple"]],
    ["out.example.com", "A", ["out.example.com: simple", "alb.aws is AWS's own"]],
    ["inner.example.com", "A", ["inner.example.com: simple", "www.example.com: simple"]],
    ["alb.example.com", "A", ["alb.example.com: simple", "alb.example.com is an alias to alb.aws"]],
    [
      "six.example.com",
      "AAAA",
      ["six.example.com: simple", "six.example.com is an alias to alb.aws, which has no AAAA"],
    ],
    [
      "gone.example.com",
      "A",
      ["gone.example.com: simple", "gone.example.com is an alias to gone.aws, which has no address"],
    ],
    ["www.sub.example.com", "A", ["sub.example.com is delegated to ns1.example.org, ns2.example.org"]],
    ["below.example.com", "A", ["below.example.com: simple", "www.sub.example.com has no A"]],
    ["eu.example.com", "A", ["eu.example.com: geolocation: no record for the client's area, and no default"]],
    ["www.example.org", "DS", ["www.example.org is in no hosted zone of this twin"]],
  ] as const) {
    it(`${name} ${type}: ${why.join("; ")}`, () => assert.deepEqual(ask(records, name, type).why, why));
  }

  it("gives a CNAME record alone to whoever asks for it, and nothing of one without a value", () => {
    const { answers, additionals } = ask(records, "d.example.com", "CNAME");
    assert.deepEqual([lines(answers), additionals], [["d.example.com CNAME c.example.com"], []]);
    const none = ask(records, "none.example.com", "A");
    assert.deepEqual([none.rcode, none.answers], ["NOERROR", []]);
  });

  it("refuses to judge the health of aliases that go in circles for ever", () => {
    const circle = [
      { ...alias("a.example.com", "b.example.com", "A", true), routing: { policy: "failover", role: "PRIMARY" } },
      record("a.example.com", "s", { policy: "failover", role: "SECONDARY" }, { healthCheckId: "hc-s" }),
      alias("b.example.com", "a.example.com", "A", true),
    ] as const;
    const sick = { healthOf: () => false };
    assert.equal(ask([...circle], "a.example.com", "A", sick).rcode, "SERVFAIL");
  });
});

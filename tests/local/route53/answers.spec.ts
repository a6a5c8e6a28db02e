import assert from "node:assert/strict";
import { answer } from "../../../local/route53/rules/answer";
import type { HostedZone } from "../../../local/route53/rules/records";
import { ask, city, lines, of, record, soa, soaValue, world, zone } from "./world";

const apexNs = "example.com NS ns-1.awsdns.org";

describe("route53 answers", () => {
  describe("the zone's own records", () => {
    it("are SOA and NS with Route 53's values and TTLs", () => {
      const own = ask([], "example.com", "SOA");
      assert.deepEqual(own.answers, [{ name: "example.com", type: "SOA", ttl: 900, value: soaValue }]);
      assert.equal(own.authoritative, true);
      const servers = ask([], "example.com", "NS");
      assert.deepEqual(servers.answers, [{ name: "example.com", type: "NS", ttl: 172_800, value: "ns-1.awsdns.org" }]);
      assert.deepEqual(servers.authorities, [], "not said twice");
    });
    it("give way to declared ones", () => {
      const declared = [
        of("example.com", "NS", "a.example.net", "b.example.net"),
        of("example.com", "SOA", "a. b. 1 2 3 4 60"),
      ];
      assert.deepEqual(lines(ask(declared, "example.com", "NS").answers), [
        "example.com NS a.example.net",
        "example.com NS b.example.net",
      ]);
      assert.deepEqual(lines(ask(declared, "example.com", "SOA").answers), ["example.com SOA a. b. 1 2 3 4 60"]);
      const own = ask([of("example.com", "NS", "a.example.net")], "example.com", "SOA");
      assert.deepEqual(lines(own.answers), [soa], "one of them leaves the other");
    });
    it("have a first server even where the zone has none", () => {
      const bare: HostedZone = { name: "example.com", nameServers: [], records: [] };
      const { answers } = answer([bare], { name: "example.com", type: "SOA" }, world());
      assert.match(answers[0]!.value, /^\. awsdns-hostmaster/);
    });
    it("are not at other names", () => {
      assert.equal(ask([of("www.example.com", "A", "1.1.1.1")], "www.example.com", "SOA").answers.length, 0);
    });
  });

  describe("what is not there", () => {
    it("comes with the SOA, which may be kept for the lesser of its TTL and its last field (RFC 2308)", () => {
      for (const [name, rcode] of [
        ["no.example.com", "NXDOMAIN"],
        ["www.example.com", "NOERROR"],
      ]) {
        const reply = ask([of("www.example.com", "A", "1.1.1.1")], name!, "MX");
        assert.deepEqual([reply.rcode, reply.authoritative, reply.answers], [rcode, true, []]);
        assert.deepEqual(reply.authorities, [{ name: "example.com", type: "SOA", ttl: 900, value: soaValue }]);
      }
      const short = of("example.com", "SOA", "a. b. 1 2 3 4 5");
      assert.equal(ask([short], "no.example.com", "A").authorities[0]?.ttl, 5);
    });
    it("comes with the SOA behind a CNAME too (RFC 2308, 2.1 and RFC 6604)", () => {
      const records = [
        of("www.example.com", "CNAME", "gone.example.com"),
        of("mail.example.com", "CNAME", "text.example.com"),
        of("text.example.com", "TXT", '"x"'),
      ];
      const gone = ask(records, "www.example.com", "A");
      assert.deepEqual(
        [gone.rcode, lines(gone.answers), lines(gone.authorities)],
        ["NXDOMAIN", ["www.example.com CNAME gone.example.com"], [soa]],
      );
      const empty = ask(records, "mail.example.com", "A");
      assert.deepEqual(
        [empty.rcode, lines(empty.answers), lines(empty.authorities)],
        ["NOERROR", ["mail.example.com CNAME text.example.com"], [soa]],
      );
      assert.deepEqual(empty.additionals, []);
    });
    it("is said by the zone in which the name is missing", () => {
      const other: HostedZone = { name: "example.net", nameServers: ["ns.net"], records: [] };
      const first = zone(of("www.example.com", "CNAME", "gone.example.net"));
      const reply = answer([first, other], { name: "www.example.com", type: "A" }, world());
      assert.deepEqual([reply.rcode, reply.authorities.map(({ name }) => name)], ["NXDOMAIN", ["example.net"]]);
    });
    it("is no data where an alias leads to a name that is not there: the alias is", () => {
      const alias = { ...of("www.example.com", "A"), alias: { name: "gone.example.com", evaluateTargetHealth: false } };
      const reply = ask([alias], "www.example.com", "A");
      assert.deepEqual([reply.rcode, reply.answers, lines(reply.authorities)], ["NOERROR", [], [soa]]);
    });
    it("is no data where an alias has no address, or none of the type", () => {
      const alias = (name: string, type: string) => ({
        ...of("www.example.com", type),
        alias: { name, evaluateTargetHealth: false },
      });
      for (const [question, why] of [
        [alias("gone.aws", "A"), /no address/],
        [alias("alb.aws", "AAAA"), /no AAAA/],
      ] as const) {
        const reply = ask([question], "www.example.com", question.type);
        assert.deepEqual([reply.rcode, reply.answers, lines(reply.authorities)], ["NOERROR", [], [soa]]);
        assert.match(reply.why.join(), why);
      }
    });
    it("is no data where no geolocation record is for the client", () => {
      const only = record("www.example.com", "1.1.1.1", { policy: "geolocation", country: "CA" });
      const reply = ask([only], "www.example.com", "A", { client: city("Paris") });
      assert.deepEqual([reply.rcode, lines(reply.authorities), reply.byLocation], ["NOERROR", [soa], true]);
    });
  });

  describe("ANY", () => {
    const records = [
      of("www.example.com", "A", "1.1.1.1"),
      of("www.example.com", "TXT", '"x"'),
      of("c.example.com", "CNAME", "www.example.com"),
      of("a.b.example.com", "A", "1.1.1.1"),
    ];
    for (const name of ["www.example.com", "c.example.com", "example.com"]) {
      it(`gets one small record at ${name} (RFC 8482, 4.2)`, () => {
        assert.deepEqual(ask(records, name, "ANY").answers, [
          { name, type: "HINFO", ttl: 3_600, value: '"RFC8482" ""' },
        ]);
      });
    }
    it("gets what others get where there is nothing", () => {
      assert.equal(ask(records, "no.example.com", "ANY").rcode, "NXDOMAIN");
      const empty = ask(records, "b.example.com", "ANY");
      assert.deepEqual([empty.rcode, empty.answers, lines(empty.authorities)], ["NOERROR", [], [soa]]);
    });
  });

  describe("courtesies", () => {
    it("are the zone's name servers, and the addresses of hosts that the answer names", () => {
      const records = [
        of("example.com", "MX", "10 mail.example.com.", "20 mail.example.org"),
        of("_sip.example.com", "SRV", "1 2 3 MAIL.example.com"),
        of("mail.example.com", "A", "1.1.1.1"),
        of("mail.example.com", "AAAA", "2001:db8::1"),
        of("mail.example.com", "TXT", '"x"'),
        of("20", "A", "9.9.9.9"),
      ];
      for (const [name, type] of [
        ["example.com", "MX"],
        ["_sip.example.com", "SRV"],
      ] as const) {
        const reply = ask(records, name, type);
        assert.deepEqual(lines(reply.authorities), [apexNs]);
        assert.deepEqual(lines(reply.additionals), ["mail.example.com A 1.1.1.1", "mail.example.com AAAA 2001:db8::1"]);
        assert.ok([...reply.authorities, ...reply.additionals].every(({ courtesy }) => courtesy === true));
      }
    });
    it("are no addresses that a policy would have to choose, and none of aliases", () => {
      const weighted = record("mail.example.com", "1.1.1.1", { policy: "weighted", weight: 1 });
      const alias = {
        ...of("m2.example.com", "A"),
        values: ["2.2.2.2"],
        alias: { name: "alb.aws", evaluateTargetHealth: false },
      };
      const reply = ask(
        [of("example.com", "MX", "1 mail.example.com", "2 m2.example.com"), weighted, alias],
        "example.com",
        "MX",
      );
      assert.deepEqual(reply.additionals, []);
    });
    it("come with an alias's addresses", () => {
      const alias = { ...of("www.example.com", "A"), alias: { name: "alb.aws", evaluateTargetHealth: false } };
      assert.deepEqual(lines(ask([alias], "www.example.com", "A").authorities), [apexNs]);
    });
  });

  it("says nothing but the error, without authority, where it refuses or fails", () => {
    const loop = [of("a.example.com", "CNAME", "b.example.com"), of("b.example.com", "CNAME", "a.example.com")];
    const unknown = [
      of("a.example.com", "CNAME", "x.example.com"),
      record("x.example.com", "1", { policy: "unsupported", name: "geoproximity" }),
    ];
    for (const [records, name, rcode, why] of [
      [loop, "a.example.com", "SERVFAIL", /more than 16 aliases/],
      [unknown, "a.example.com", "SERVFAIL", /geoproximity routing: the twin does not stand in for it/],
      [[], "www.example.org", "REFUSED", /www.example.org is in no hosted zone/],
    ] as const) {
      const { why: reasons, ...reply } = ask([...records], name, "A");
      assert.deepEqual(reply, {
        rcode,
        authoritative: false,
        answers: [],
        authorities: [],
        additionals: [],
        byLocation: false,
      });
      assert.match(reasons.join(), why);
    }
  });

  it("follows up to 16 CNAMEs", () => {
    const chain = (length: number) => [
      ...Array.from({ length }, (_, index) => of(`n${index}.example.com`, "CNAME", `n${index + 1}.example.com`)),
      of(`n${length}.example.com`, "A", "1.1.1.1"),
    ];
    assert.deepEqual(
      [ask(chain(16), "n0.example.com", "A").rcode, ask(chain(17), "n0.example.com", "A").rcode],
      ["NOERROR", "SERVFAIL"],
    );
  });

  it("answers AWS's own names with addresses, and with nothing else", () => {
    const own = ask([], "alb.aws", "A");
    assert.deepEqual([lines(own.answers), own.authoritative], [["alb.aws A 198.51.100.7"], true]);
    assert.deepEqual([ask([], "alb.aws", "TXT").answers, ask([], "alb.aws", "TXT").rcode], [[], "NOERROR"]);
  });

  it("tells labels with dots from names of more labels", () => {
    const records = [of("a\\056b.example.com", "A", "1.1.1.1"), of("b.example.com", "A", "2.2.2.2")];
    assert.deepEqual(lines(ask(records, "a\\056b.example.com", "A").answers), ["a\\056b.example.com A 1.1.1.1"]);
    assert.equal(ask(records, "a.b.example.com", "A").rcode, "NXDOMAIN");
  });
});

import assert from "node:assert/strict";
import { answer } from "../../../local/route53/rules/answer";
import type { HostedZone } from "../../../local/route53/rules/records";
import { ask, lines, of, soa, world, zone } from "./world";

describe("route53 delegations", () => {
  const delegated = [
    of("sub.example.com", "NS", "ns1.sub.example.com.", "ns.example.org", "ns.example.com"),
    of("ns1.sub.example.com", "A", "5.5.5.5"),
    of("ns1.sub.example.com", "AAAA", "2001:db8::5"),
    of("ns.example.com", "A", "6.6.6.6"),
    of("ns.example.com", "TXT", '"no address"'),
    of("deep.sub.example.com", "NS", "elsewhere.example.org"),
    of("www.sub.example.com", "A", "7.7.7.7"),
    of("sub.example.com", "DS", "1 2 3 ab"),
    of("asub.example.com", "A", "8.8.8.8"),
    of("away.example.com", "CNAME", "www.sub.example.com"),
  ];
  const glue = ["ns1.sub.example.com A 5.5.5.5", "ns1.sub.example.com AAAA 2001:db8::5", "ns.example.com A 6.6.6.6"];
  const servers = ["ns1.sub.example.com.", "ns.example.org", "ns.example.com"].map(
    (host) => `sub.example.com NS ${host}`,
  );
  for (const [name, type] of [
    ["sub.example.com", "A"],
    ["sub.example.com", "NS"],
    ["sub.example.com", "ANY"],
    ["www.sub.example.com", "A"],
    ["no.such.sub.example.com", "TXT"],
    ["x.deep.sub.example.com", "A"],
    ["www.sub.example.com", "DS"],
  ] as const) {
    it(`refer ${name} ${type} to the servers that know, with their addresses and without authority`, () => {
      const reply = ask(delegated, name, type);
      assert.deepEqual([reply.rcode, reply.authoritative, reply.answers], ["NOERROR", false, []]);
      assert.deepEqual([lines(reply.authorities), lines(reply.additionals)], [servers, glue]);
      assert.ok([...reply.authorities, ...reply.additionals].every(({ courtesy }) => !courtesy));
      assert.match(reply.why.join(), /sub\.example\.com is delegated to ns1/);
    });
  }
  it("leave other names alone", () => {
    assert.deepEqual(lines(ask(delegated, "asub.example.com", "A").answers), ["asub.example.com A 8.8.8.8"]);
    assert.equal(ask(delegated, "example.com", "A").authoritative, true);
  });
  it("keep the DS record in the parent (RFC 4035, 3.1.4.1)", () => {
    const reply = ask(delegated, "sub.example.com", "DS");
    assert.deepEqual([reply.authoritative, lines(reply.answers)], [true, ["sub.example.com DS 1 2 3 ab"]]);
    const child: HostedZone = { name: "sub.example.com", nameServers: ["ns1.sub.example.com"], records: [] };
    const zones = [child, zone(...delegated)];
    assert.equal(answer(zones, { name: "sub.example.com", type: "DS" }, world()).answers.length, 1);
    assert.equal(
      answer([child], { name: "sub.example.com", type: "DS" }, world()).authorities[0]?.name,
      "sub.example.com",
    );
    assert.deepEqual(
      answer(zones, { name: "x.sub.example.com", type: "DS" }, world()).authorities.map(
        ({ name, type }) => `${name} ${type}`,
      ),
      ["sub.example.com SOA"],
    );
    assert.equal(answer(zones, { name: "sub.example.com", type: "A" }, world()).authorities[0]?.type, "SOA");
  });
  it("end a chain of CNAMEs with authority for what it said", () => {
    const reply = ask(delegated, "away.example.com", "A");
    assert.deepEqual(
      [reply.authoritative, lines(reply.answers)],
      [true, ["away.example.com CNAME www.sub.example.com"]],
    );
    assert.deepEqual(lines(reply.authorities), servers);
  });
  it("give an alias no data: its records are in this zone", () => {
    const alias = {
      ...of("www.example.com", "A"),
      alias: { name: "www.sub.example.com", evaluateTargetHealth: false },
    };
    const reply = ask([...delegated, alias], "www.example.com", "A");
    assert.deepEqual(
      [reply.rcode, reply.authoritative, reply.answers, lines(reply.authorities)],
      ["NOERROR", true, [], [soa]],
    );
  });
});

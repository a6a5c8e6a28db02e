import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { Route53 } from "../../../local/route53/service";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";
import { codes, message, opt, overTcp, overUdp, rows, subnet, u16, wireName } from "./messages";

const record = (name: string, type: string, rest: object) =>
  resource("aws:route53/record:Record", `${name}-${type}`, { zoneId: "Z1", name, type, ttl: 30, ...rest });
const alias = (name: string) => ({ ttl: undefined, aliases: [{ name, zoneId: "Z2", evaluateTargetHealth: true }] });
const long = `${"a".repeat(255)}""${"b".repeat(200)}`;

describe("route53 conformance", () => {
  let twin: TestTwin;
  let route53: Route53;

  before(async () => {
    twin = await twinContext({
      graph: graphOf(
        resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { id: "Z1" }),
        record("www", "A", { records: ["203.0.113.1"] }),
        record("away", "CNAME", { records: ["gone.example.com"] }),
        record("long", "TXT", { records: [long] }),
        record("service", "HTTPS", { records: ['1 . alpn="h2"'] }),
        record("sub", "NS", { records: ["ns.sub.example.com"] }),
        record("ns.sub", "A", { records: ["203.0.113.5"] }),
        record("load", "A", alias("DUALSTACK.alb.example.aws.")),
        record("load", "AAAA", alias("dualstack.alb.example.aws.")),
        record("a\\056b", "A", { records: ["203.0.113.6"] }),
        record("broken", "A", { records: ["not an address"] }),
        record("nowhere", "A", {
          setIdentifier: "1",
          latencyRoutingPolicies: [{ region: "xx-north-9" }],
          records: ["203.0.113.7"],
        }),
        record("state", "A", {
          setIdentifier: "wa",
          geolocationRoutingPolicies: [{ country: "US", subdivision: "WA" }],
          records: ["203.0.113.8"],
        }),
        record("state", "A", {
          setIdentifier: "other",
          geolocationRoutingPolicies: [{ country: "*" }],
          records: ["203.0.113.9"],
        }),
      ),
    });
    twin.network.publish("alb.example.aws", ["198.51.100.7"]);
    route53 = new Route53(twin);
    await route53.start();
  });
  after(async () => {
    await route53.stop();
    await twin.close();
  });

  const from = (city: string) => {
    const address = twin.network.clientIp(twin.network.place(city)).split(".").map(Number).slice(0, 3);
    return [opt({ options: [subnet(1, 24, 0, ...address)] })];
  };

  // Question → flags, answer, authority: over UDP and TCP.
  const table: [string, Parameters<typeof message>[0], string, RegExp[], RegExp[]][] = [
    [
      "SOA of the zone",
      { name: "example.com", type: codes.SOA },
      "8500",
      [/^example.com SOA 900 .* 86400$/],
      [/ NS /, / NS /, / NS /, / NS /],
    ],
    ["NS of the zone", { name: "example.com", type: codes.NS }, "8500", [/ NS 172800/, / NS /, / NS /, / NS /], []],
    ["an address", {}, "8500", [/^www.example.com A 30 203.0.113.1$/], [/ NS /, / NS /, / NS /, / NS /]],
    ["ANY", { type: codes.ANY }, "8500", [/^www.example.com HINFO 3600 RFC8482 $/], [/ NS /, / NS /, / NS /, / NS /]],
    ["a name that is missing", { name: "no.example.com" }, "8503", [], [/^example.com SOA 900/]],
    ["no data", { type: codes.AAAA }, "8500", [], [/^example.com SOA 900/]],
    ["a name that is missing behind a CNAME", { name: "away.example.com" }, "8503", [/CNAME 30 gone/], [/ SOA 900/]],
    ["a delegated name", { name: "x.sub.example.com" }, "8100", [], [/^sub.example.com NS 30 ns.sub.example.com$/]],
    [
      "an alias to a dualstack name",
      { name: "load.example.com" },
      "8500",
      [/ A 60 198.51.100.7$/],
      [/ NS /, / NS /, / NS /, / NS /],
    ],
    ["IPv6 of an alias", { name: "load.example.com", type: codes.AAAA }, "8500", [], [/ SOA /]],
    [
      "a label with a dot",
      { name: wireName("a.b", "example", "com") },
      "8500",
      [/203.0.113.6$/],
      [/ NS /, / NS /, / NS /, / NS /],
    ],
    ["the same as two labels", { name: "a.b.example.com" }, "8503", [], [/ SOA /]],
    ["a name of others", { name: "www.example.org" }, "8105", [], []],
    ["the root", { name: "", type: codes.NS }, "8105", [], []],
    ["AXFR", { name: "example.com", type: codes.AXFR }, "8105", [], []],
    ["IXFR", { name: "example.com", type: codes.IXFR }, "8105", [], []],
    ["a value that cannot be written", { name: "broken.example.com" }, "8102", [], []],
    ["NOTIFY", { flags: 4 << 11 }, "a004", [], []],
    ["UPDATE", { flags: 5 << 11 }, "a804", [], []],
    ["no question", { questions: 0 }, "8101", [], []],
    ["two OPT records", { additionals: [opt(), opt()] }, "8101", [], []],
    ["a newer EDNS", { additionals: [opt({ version: 1 })] }, "8100", [], []],
    ["a client subnet that is none", { additionals: [opt({ options: [subnet(1, 8, 0)] })] }, "8101", [], []],
  ];
  for (const [title, asked, flags, answers, authorities] of table) {
    it(`${title}: ${flags}`, async () => {
      for (const over of [overUdp, overTcp]) {
        const reply = await over(route53.port, message(asked));
        assert.deepEqual([reply.id, reply.bytes.readUInt16BE(2).toString(16)], [7, flags]);
        for (const [got, expected] of [
          [rows(reply.answers), answers],
          [rows(reply.authorities), authorities],
        ] as const) {
          assert.equal(got.length, expected.length, got.join("\n"));
          for (const [index, pattern] of expected.entries()) {
            assert.match(got[index]!, pattern);
          }
        }
      }
    });
  }

  it("gives the address of a delegated name's server", async () => {
    const reply = await overUdp(route53.port, message({ name: "x.sub.example.com" }));
    assert.deepEqual(rows(reply.additionals), ["ns.sub.example.com A 30 203.0.113.5"]);
  });

  it('gives a long text that is written with "" as strings of at most 255 bytes', async () => {
    const { answers } = await overTcp(route53.port, message({ name: "long.example.com", type: codes.TXT }));
    const [text] = answers as { data: Buffer[] }[];
    assert.deepEqual(text?.data.map(String), long.split('""'));
  });

  it("gives HTTPS records their bytes", async () => {
    const { bytes } = await overUdp(
      route53.port,
      message({ name: "service.example.com", type: codes.HTTPS, additionals: [opt({ udpSize: 512 })] }),
    );
    assert.ok(
      bytes.toString("hex").includes(`${"00410001"}${"0000001e"}000a${"000100"}${"00010003026832"}`),
      bytes.toString("hex"),
    );
  });

  it("answers by state", async () => {
    for (const [city, ip] of [
      ["Seattle", "203.0.113.8"],
      ["Chicago", "203.0.113.9"],
      ["Vancouver", "203.0.113.9"],
    ] as const) {
      const reply = await overUdp(route53.port, message({ name: "state.example.com", additionals: from(city) }));
      assert.deepEqual(rows(reply.answers), [`state.example.com A 30 ${ip}`]);
    }
  });

  it("fails an answer that throws, says so once on the timeline and at start, and goes on", async () => {
    const asked = message({ name: "nowhere.example.com", additionals: from("Paris") });
    for (const over of [overUdp, overTcp, overUdp]) {
      const reply = await over(route53.port, asked);
      assert.deepEqual([reply.id, reply.rcode, reply.flag_aa, reply.answers], [7, "SERVFAIL", false, []]);
    }
    const said = (kind: string, subject: string) =>
      twin.events
        .list()
        .filter((event) => event.kind === kind && event.subject === subject)
        .map(({ message: text }) => text);
    assert.equal(said("error", "nowhere.example.com").length, 1);
    assert.match(said("error", "nowhere.example.com")[0]!, /nowhere.example.com A cannot be answered: .*xx-north-9/);
    assert.match(
      said("unsupported", "broken.example.com").join(),
      /not an address: answered with SERVFAIL|nothing may follow|no IPv4/,
    );
    await overUdp(route53.port, message({ name: "broken.example.com" }));
    assert.equal(said("error", "DNS").length, 1);
    assert.match(said("error", "DNS")[0]!, /an answer cannot be made: A value "not an address"/);
    assert.equal(route53.addressFor("nowhere.example.com", twin.network.place("Paris")), undefined);
    assert.equal((await overUdp(route53.port, message())).rcode, "NOERROR");
  });

  describe("random input", () => {
    const ask = async (bytes: Buffer) => {
      const reply = await overUdp(route53.port, bytes);
      assert.equal(reply.id, bytes.readUInt16BE(0));
      assert.equal(reply.flag_qr, true);
    };
    /** A query, so that there is always an answer. */
    const asQuery = (bytes: Uint8Array) => {
      const copy = Buffer.from(bytes);
      copy[2]! &= 0x7f;
      return copy;
    };
    const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
    const label = fc.oneof(
      fc.constantFrom("www", "WWW", "example", "com", "sub", "*", "a.b", "nowhere", "broken", "state", "load"),
      bytes(1, 63),
    );
    const name = fc
      .tuple(fc.array(label, { maxLength: 3 }), fc.boolean())
      .map(([labels, inZone]) => wireName(...(labels as string[]), ...(inZone ? ["example", "com"] : [])));
    const option = fc
      .tuple(fc.oneof(fc.constant(8), fc.nat(65_535)), bytes(0, 24))
      .map(([code, data]): [number, number[]] => [code, [...data]]);
    const options = fc.record({
      version: fc.constantFrom(0, 0, 0, 1),
      udpSize: fc.nat(65_535),
      flags: fc.nat(65_535),
      options: fc.array(option, { maxLength: 2 }),
    });
    const other = fc
      .tuple(name, fc.nat(65_535), bytes(0, 20))
      .map(([owner, type, data]) => [...owner, ...u16(type, 1), 0, 0, 0, 0, ...u16(data.length), ...data]);
    const query = fc
      .record({
        id: fc.nat(65_535),
        flags: fc.oneof(fc.constant(0x0100), fc.nat(0x7fff)),
        name,
        type: fc.oneof(fc.constantFrom(...Object.values(codes)), fc.nat(65_535)),
        class: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(65_535) }),
        additionals: fc.array(fc.oneof(options.map(opt), other), { maxLength: 2 }),
      })
      .map(message);

    it("that is well formed gets a parseable answer of the right id", () =>
      fc.assert(fc.asyncProperty(query, ask), { numRuns: 300 }));

    it("that is a query cut off or changed in places gets one too", () => {
      const changes = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 });
      return fc.assert(
        fc.asyncProperty(query, changes, fc.nat(300), async (whole, places, size) => {
          const changed = Buffer.from(whole.subarray(0, 12 + size));
          for (const [offset, byte] of places) {
            if (offset < changed.length) {
              changed[offset] = byte;
            }
          }
          await ask(asQuery(changed));
        }),
        { numRuns: 300 },
      );
    });

    it("of any bytes gets one, or nothing where there is nothing to answer", () =>
      fc.assert(
        fc.asyncProperty(bytes(12, 600), (any) => ask(asQuery(any))),
        { numRuns: 200 },
      ));

    it("leaves the server alive over TCP too", async () => {
      await fc.assert(
        fc.asyncProperty(query, async (bytesOfQuery) => {
          assert.equal((await overTcp(route53.port, bytesOfQuery)).id, bytesOfQuery.readUInt16BE(0));
        }),
        { numRuns: 50 },
      );
      assert.equal((await overTcp(route53.port, message())).rcode, "NOERROR");
    });
  });

  const hasDig = spawnSync("dig", ["-v"]).error === undefined;
  (hasDig ? it : it.skip)("is understood by dig, where that is on the machine", () => {
    const dig = (...words: string[]) =>
      execFileSync("dig", ["@127.0.0.1", "-p", String(route53.port), ...words], { encoding: "utf8" });
    assert.match(dig("www.example.com"), /status: NOERROR[\s\S]*flags: qr aa rd;[\s\S]*203\.0\.113\.1/);
    assert.match(dig("example.com", "AXFR"), /Transfer failed/);
    assert.match(dig("+edns=1", "+noednsneg", "www.example.com"), /status: BADVERS/);
  });
});

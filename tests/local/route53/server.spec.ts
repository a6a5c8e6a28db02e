import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import * as dns from "dns-packet";
import fc from "fast-check";
import { respond } from "../../../local/route53/rules/wire";
import { Route53 } from "../../../local/route53/service";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const record = (name: string, type: string, remaining: object) =>
  resource("aws:route53/record:Record", `${name}-${type}`, { zoneId: "Z1", name, type, ttl: 30, ...remaining });

describe("route53 server", () => {
  let twin: TestTwin;
  let route53: Route53;

  beforeEach(async () => {
    twin = await twinContext({
      graph: graphOf(
        resource("aws:route53/zone:Zone", "zone", { name: "example.com." }, { id: "Z1" }),
        record("WWW", "A", { records: ["203.0.113.1"] }),
        record("long", "TXT", { records: Array.from({ length: 20 }, (_, index) => `"${index}${"x".repeat(200)}"`) }),
        record("example.com", "MX", { records: ["10 mail.example.com."] }),
        record("example.com", "CAA", { records: ['0 issue "amazon.com"'] }),
        ...["us-east-1", "eu-west-1"].map((region) =>
          record("near", "A", {
            setIdentifier: region,
            latencyRoutingPolicies: [{ region }],
            records: [region === "us-east-1" ? "203.0.113.2" : "203.0.113.3"],
          }),
        ),
        resource("aws:route53/record:Record", "looked-up-a", {
          zoneId: "Z9",
          name: "a.other.example.net",
          type: "A",
          ttl: 30,
          records: ["203.0.113.9"],
        }),
        resource("aws:route53/record:Record", "looked-up-b", {
          zoneId: "Z9",
          name: "b.other.example.net",
          type: "A",
          ttl: 30,
          records: ["203.0.113.8"],
        }),
      ),
    });
    route53 = new Route53(twin);
    await route53.start();
  });

  afterEach(async () => {
    await route53.stop();
    await twin.close();
  });

  it("finds no name of a zone that nobody is led to, and those of others still", () => {
    const rcode = (name: string) => route53.resolve({ name, type: "A" }, undefined).rcode;
    const { id } = twin.faults.add({ kind: "undelegated" });
    const { rcode: code, answers, why } = route53.resolve({ name: "www.example.com", type: "A" }, undefined);
    assert.deepEqual([code, answers, why], ["NXDOMAIN", [], ["example.com is not delegated to its hosted zone"]]);
    assert.equal(route53.addressFor("WWW.example.com.", twin.network.place("Toronto")), undefined);
    assert.equal(rcode("example.com"), "NXDOMAIN");
    assert.equal(rcode("www.example.org"), "REFUSED");
    twin.faults.remove(id);
    assert.equal(route53.addressFor("www.example.com", twin.network.place("Toronto")), "203.0.113.1");
  });

  const query = (name: string, type: string, subnetOf?: string): Buffer => {
    const options = subnetOf
      ? [
          {
            code: "CLIENT_SUBNET",
            ip: twin.network.clientIp(twin.network.place(subnetOf)),
            sourcePrefixLength: 24,
            scopePrefixLength: 0,
          },
        ]
      : [];
    const opt = { type: "OPT", name: ".", udpPayloadSize: 4096, extendedRcode: 0, ednsVersion: 0, flags: 0, options };
    return dns.encode({
      id: 7,
      type: "query",
      flags: dns.RECURSION_DESIRED,
      questions: [{ name, type: type as "A" }],
      additionals: subnetOf ? [opt as unknown as dns.Answer] : [],
    });
  };

  async function udp(message: Buffer): Promise<dns.DecodedPacket & { rcode: string }> {
    const socket = createSocket("udp4");
    try {
      const reply = once(socket, "message", { signal: AbortSignal.timeout(5_000) });
      socket.send(message, route53.port, "127.0.0.1");
      return dns.decode((await reply)[0]) as dns.DecodedPacket & { rcode: string };
    } finally {
      socket.close();
    }
  }

  async function tcp(...messages: Buffer[]): Promise<dns.DecodedPacket[]> {
    const socket = connect(route53.port, "127.0.0.1");
    const framed = messages.map((message) =>
      Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]),
    );
    const all = Buffer.concat(framed);
    // Cut in the middle of a length: the server must put it together again.
    socket.write(all.subarray(0, 1));
    setTimeout(() => socket.write(all.subarray(1)), 5);
    const replies: dns.DecodedPacket[] = [];
    let remaining = Buffer.alloc(0);
    for await (const chunk of socket) {
      remaining = Buffer.concat([remaining, chunk]);
      while (remaining.length >= 2 && remaining.length >= 2 + remaining.readUInt16BE(0)) {
        replies.push(dns.decode(remaining.subarray(2, 2 + remaining.readUInt16BE(0))));
        remaining = remaining.subarray(2 + remaining.readUInt16BE(0));
      }
      if (replies.length === messages.length) {
        break;
      }
    }
    return replies;
  }

  const values = (packet: dns.DecodedPacket) =>
    packet.answers?.map((response) => ("data" in response ? response.data : undefined));

  it("answers over UDP with authority, whatever the case of the name", async () => {
    const reply = await udp(query("wWw.Example.COM", "A"));
    assert.deepEqual([reply.id, reply.rcode, reply.flag_aa, values(reply)], [7, "NOERROR", true, ["203.0.113.1"]]);
    assert.equal(reply.questions?.[0]?.name, "wWw.Example.COM");
  });

  it("answers NXDOMAIN and an empty answer with the zone's SOA, and refuses other zones", async () => {
    const missing = await udp(query("no.example.com", "A"));
    const empty = await udp(query("www.example.com", "AAAA"));
    const foreign = await udp(query("www.example.org", "A"));
    assert.deepEqual([missing.rcode, empty.rcode, foreign.rcode], ["NXDOMAIN", "NOERROR", "REFUSED"]);
    for (const reply of [missing, empty]) {
      assert.deepEqual(
        reply.authorities?.map(({ type, name }) => [type, name]),
        [["SOA", "example.com"]],
      );
      assert.equal((reply.authorities![0] as dns.SoaAnswer).data.minimum, 86_400);
    }
    assert.deepEqual(foreign.authorities, []);
  });

  it("answers by the client's subnet and says that it did", async () => {
    for (const [city, ip] of [
      ["Toronto", "203.0.113.2"],
      ["Paris", "203.0.113.3"],
    ] as const) {
      const reply = await udp(query("near.example.com", "A", city));
      assert.deepEqual(values(reply), [ip]);
      const opt = reply.additionals?.find((additional) => additional.type === "OPT") as dns.OptAnswer;
      assert.equal((opt.options[0] as { scopePrefixLength?: number }).scopePrefixLength, 24);
    }
    const fixed = await udp(query("www.example.com", "A", "Paris"));
    const opt = fixed.additionals?.find((additional) => additional.type === "OPT") as dns.OptAnswer;
    assert.equal((opt.options[0] as { scopePrefixLength?: number }).scopePrefixLength, 0);
  });

  it("cuts an answer that is too long for UDP and gives all of it over TCP", async () => {
    const cut = await udp(query("long.example.com", "TXT"));
    assert.deepEqual([cut.flag_tc, cut.answers?.length], [true, 0]);
    const [whole, second] = await tcp(query("long.example.com", "TXT"), query("www.example.com", "A"));
    assert.deepEqual([whole?.flag_tc, whole?.answers?.length], [false, 20]);
    assert.deepEqual(values(second!), ["203.0.113.1"]);
  });

  it("answers MX and CAA records", async () => {
    assert.deepEqual(values(await udp(query("example.com", "MX"))), [{ preference: 10, exchange: "mail.example.com" }]);
    const [caa] = values(await udp(query("example.com", "CAA"))) as { tag: string; value: string }[];
    assert.deepEqual([caa?.tag, caa?.value], ["issue", "amazon.com"]);
  });

  it("serves records of a zone that is looked up, not declared", async () => {
    assert.deepEqual(values(await udp(query("b.other.example.net", "A"))), ["203.0.113.8"]);
    assert.equal((await udp(query("c.other.example.net", "A"))).rcode, "NXDOMAIN");
  });

  it("refuses what is not a query, and survives any bytes", async () => {
    const reject = () => {
      throw new Error("asked");
    };
    const response = dns.encode({ id: 7, type: "response", questions: [] });
    assert.equal(respond(response, "udp", reject), undefined);
    assert.equal(respond(Buffer.from([1, 2, 3]), "udp", reject), undefined);
    const rcode = (reply: Buffer | undefined) => (dns.decode(reply!) as unknown as { rcode: string }).rcode;
    assert.equal(rcode(respond(dns.encode({ id: 7, type: "query", questions: [] }), "udp", reject)), "FORMERR");
    const notify = dns.encode({
      id: 7,
      type: "query",
      flags: 4 << 11,
      questions: [{ name: "example.com", type: "SOA" }],
    });
    assert.equal(rcode(respond(notify, "udp", reject)), "NOTIMP");
    const chaos = dns.encode({ id: 7, type: "query", questions: [{ name: "version.bind", type: "TXT", class: "CH" }] });
    assert.equal(rcode(respond(chaos, "udp", reject)), "REFUSED");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        respond(Buffer.from(bytes), "udp", ({ question }) => route53.resolve(question, undefined));
      }),
    );
    assert.deepEqual(values(await udp(query("www.example.com", "A"))), ["203.0.113.1"]);
  });

  it("refuses a port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    await assert.rejects(new Route53(twin, { port }).start(), /DNS port \d+ is taken; choose another/);
    taken.close();
    const udpOnly = createSocket("udp4");
    await new Promise<void>((resolve) => udpOnly.bind(0, "127.0.0.1", resolve));
    await assert.rejects(
      new Route53(twin, { port: udpOnly.address().port }).start(),
      /DNS port \d+ is taken; choose another/,
    );
    udpOnly.close();
  });
});

import assert from "node:assert/strict";
import type { DnsAnswer, Row } from "../../../../local/route53/rules/answer";
import { failure, type Query, respond } from "../../../../local/route53/rules/wire";
import { codes, decoded, message, opt, rows, subnet, wireName } from "../messages";

const answerOf = (rest: Partial<DnsAnswer> = {}): DnsAnswer => ({
  rcode: "NOERROR",
  authoritative: true,
  answers: [],
  authorities: [],
  additionals: [],
  byLocation: false,
  why: [],
  ...rest,
});
const row = (name: string, type: string, value: string, ttl = 30): Row => ({ name, type, ttl, value });
const many = (count: number, value = "203.0.113.1") =>
  Array.from({ length: count }, () => row("www.example.com", "A", value));
const never = (): DnsAnswer => {
  throw new Error("asked");
};
const udp = (bytes: Buffer, rest: Partial<DnsAnswer> = {}) => decoded(respond(bytes, "udp", () => answerOf(rest)));
const withOpt = (fields: Parameters<typeof opt>[0] = {}) => message({ additionals: [opt(fields)] });
const flagsOf = (bytes: Buffer) => bytes.readUInt16BE(2).toString(16).padStart(4, "0");

describe("route53 messages", () => {
  it("answers with id, question and recursion bit as they came, and authority", () => {
    const reply = udp(message({ id: 0xbeef, name: "wWw.Example.COM" }), { answers: many(1) });
    assert.deepEqual([reply.id, flagsOf(reply.bytes)], [0xbeef, "8500"]);
    assert.deepEqual(reply.questions, [{ name: "wWw.Example.COM", type: "A", class: "IN" }]);
    assert.deepEqual(rows(reply.answers), ["wWw.Example.COM A 30 203.0.113.1"]);
    assert.equal(flagsOf(udp(message({ flags: 0 }), { authoritative: false }).bytes), "8000");
    assert.equal(flagsOf(udp(message(), { rcode: "NXDOMAIN" }).bytes), "8503");
    assert.equal(flagsOf(udp(message(), { rcode: "SERVFAIL", authoritative: false }).bytes), "8102");
  });

  it("asks for the name in lower case, with dots and bytes of labels escaped", () => {
    const asked: Query[] = [];
    const ask = (query: Query) => {
      asked.push(query);
      return answerOf();
    };
    const name = wireName("A.b", [0, 0xc3, 0xa9], "COM");
    const reply = respond(message({ name, type: codes.HTTPS }), "tcp", ask)!;
    assert.deepEqual(asked[0]?.question, { name: "a\\056b.\\000\\303\\251.com", type: "HTTPS" });
    assert.equal(asked[0]?.subnet, undefined);
    assert.deepEqual([...reply.subarray(12, 12 + name.length)], name, "and gives it back as it came");
    respond(message({ type: 65_280, additionals: [opt({ options: [subnet(1, 24, 0, 198, 18, 4)] })] }), "udp", ask);
    assert.deepEqual(
      asked
        .slice(1)
        .map(({ question, subnet: reported }) => [question.type, reported?.ip, reported?.sourcePrefixLength]),
      [["TYPE65280", "198.18.4.0", 24]],
    );
  });

  it("writes a name that it has written before as a pointer, in the data of old types too", () => {
    const first = udp(message(), { answers: [row("www.example.com", "CNAME", "web.example.com.")] });
    // Header, question, then: pointer, type, class, TTL, length, 3 + web + pointer to example.com.
    assert.equal(
      first.bytes.subarray(12 + 17 + 4).toString("hex"),
      "c00c00050001" + "0000001e" + "0006" + "03776562c010",
    );
    assert.deepEqual(rows(first.answers), ["www.example.com CNAME 30 web.example.com"]);
    const two = udp(message(), {
      answers: [row("www.example.com", "MX", "10 mail.example.com")],
      additionals: [row("mail.example.com", "A", "1.2.3.4")],
    });
    assert.equal(two.bytes.subarray(-16).toString("hex"), "c02f00010001" + "0000001e" + "000401020304");
    assert.deepEqual(rows(two.additionals), ["mail.example.com A 30 1.2.3.4"]);
  });

  it("writes names whole in the data of newer types (RFC 3597)", () => {
    const { bytes } = udp(message(), { answers: [row("www.example.com", "SRV", "1 2 3 www.example.com")] });
    assert.equal(bytes.subarray(-17).toString("hex"), Buffer.from(wireName("www", "example", "com")).toString("hex"));
  });

  it("keeps the case of names in data, whatever the question's", () => {
    const reply = udp(message({ name: "www.EXAMPLE.com" }), {
      answers: [row("www.example.com", "CNAME", "a.Example.Com")],
    });
    assert.deepEqual(rows(reply.answers), ["www.EXAMPLE.com CNAME 30 a.Example.Com"]);
  });

  it("does not point farther than 14 bits reach", () => {
    const far = Array.from({ length: 300 }, (_, index) => row(`n${index}.example.com`, "TXT", `"${"x".repeat(60)}"`));
    const reply = decoded(respond(message(), "tcp", () => answerOf({ answers: [...far, ...far] })));
    assert.ok(reply.bytes.length > 0x8000);
    assert.deepEqual([...new Set(reply.answers?.map(({ name }) => name))].length, 300);
  });

  it("answers NOTIMP with the operation that was asked for", () => {
    for (const opcode of [1, 2, 4, 5, 15]) {
      const reply = decoded(respond(message({ flags: (opcode << 11) | 0x0100 }), "udp", never));
      assert.equal(flagsOf(reply.bytes), (0x8104 | (opcode << 11)).toString(16));
      assert.equal(reply.bytes.length, 12);
    }
  });

  it("refuses other classes, AXFR and IXFR without authority", () => {
    for (const asked of [{ class: 3 }, { class: 255 }, { type: codes.AXFR }, { type: codes.IXFR }]) {
      const reply = decoded(respond(message(asked), "tcp", never));
      assert.equal(flagsOf(reply.bytes), "8105");
      assert.equal(reply.questions?.length, 1);
    }
  });

  it("refuses what is badly formed with FORMERR and the right id", () => {
    for (const bytes of [
      message({ questions: 0 }),
      message({ additionals: [opt(), opt()] }),
      message().subarray(0, 14),
    ]) {
      const reply = respond(bytes, "udp", never)!;
      assert.deepEqual([reply.readUInt16BE(0), flagsOf(reply), reply.length], [7, "8101", 12]);
    }
    assert.equal(flagsOf(respond(withOpt({ options: [subnet(1, 24, 24, 1, 2, 3)] }), "udp", never)!), "8101");
  });

  it("answers nothing to an answer, and to what is too short for an id", () => {
    assert.equal(respond(message({ flags: 0x8000 }), "udp", never), undefined);
    assert.equal(respond(Buffer.alloc(11), "udp", never), undefined);
  });

  it("answers BADVERS to a newer EDNS, in the version that it has (RFC 6891, 6.1.3)", () => {
    const reply = decoded(respond(withOpt({ version: 1, flags: 0x8000 }), "udp", never));
    assert.equal(flagsOf(reply.bytes), "8100");
    assert.equal(reply.bytes.subarray(-11).toString("hex"), "00" + "0029" + "1000" + "01" + "00" + "8000" + "0000");
  });

  it("gives an OPT record to whoever sends one, with the DO bit and the subnet that it is for", () => {
    const tail = (fields: Parameters<typeof opt>[0], rest: Partial<DnsAnswer> = {}) =>
      udp(withOpt(fields), rest).bytes.subarray(33).toString("hex");
    assert.equal(tail({}), "00002910000000" + "0000" + "0000");
    assert.equal(tail({ flags: 0xffff }), "00002910000000" + "8000" + "0000");
    const options = [subnet(1, 23, 0, 198, 18, 4)];
    assert.equal(tail({ options }), "00002910000000" + "0000" + "000b" + "00080007" + "00011700c61204");
    assert.equal(
      tail({ options }, { byLocation: true }),
      "00002910000000" + "0000" + "000b" + "00080007" + "00011717c61204",
    );
    const cut = udp(withOpt({ options }), { byLocation: true, answers: many(500) });
    assert.deepEqual([cut.flag_tc, cut.bytes.subarray(-11).toString("hex")], [true, "00080007" + "00011717c61204"]);
    assert.equal(udp(message()).additionals?.length, 0);
    const refusal = decoded(respond(message({ class: 3, additionals: [opt()] }), "udp", never));
    assert.equal(refusal.additionals?.length, 1);
    const refused = respond(message({ class: 3, additionals: [opt({ options })] }), "udp", never);
    assert.equal(refused?.subarray(-11).toString("hex"), "00080007" + "00011700c61204", "a refusal is for everywhere");
  });

  // Header and question are 33 bytes, an A record 16, the OPT record 11.
  for (const [title, bytes, fits] of [
    ["512 without EDNS", message(), 29],
    ["512 for a client that says less", withOpt({ udpSize: 100 }), 29],
    ["what the client has room for", withOpt({ udpSize: 1232 }), 74],
    ["no more than 4096", withOpt({ udpSize: 65_535 }), 253],
  ] as const) {
    it(`answers over UDP with at most ${title}: ${fits} addresses`, () => {
      const whole = udp(bytes, { answers: many(fits) });
      assert.deepEqual([whole.flag_tc, whole.answers?.length], [false, fits]);
      const cut = udp(bytes, { answers: many(fits + 1), rcode: "NXDOMAIN" });
      assert.deepEqual([cut.flag_tc, cut.answers?.length, cut.flag_aa, cut.rcode], [true, 0, true, "NXDOMAIN"]);
      const all = decoded(respond(bytes, "tcp", () => answerOf({ answers: many(fits + 1) })));
      assert.deepEqual([all.flag_tc, all.answers?.length], [false, fits + 1]);
    });
  }

  it("leaves courtesies out before it cuts an answer (RFC 2181, 9)", () => {
    const [server, address] = [row("example.com", "NS", "ns.example.com"), row("ns.example.com", "A", "1.2.3.4")];
    const courtesy = (row: Row) => ({ ...row, courtesy: true });
    const roomy = udp(message(), {
      answers: many(2),
      authorities: [courtesy(server)],
      additionals: [courtesy(address)],
    });
    assert.deepEqual([rows(roomy.authorities).length, rows(roomy.additionals).length], [1, 1]);
    const full = udp(message(), {
      answers: many(29),
      authorities: [courtesy(server)],
      additionals: [courtesy(address)],
    });
    assert.deepEqual([full.flag_tc, full.answers?.length, full.authorities, full.additionals], [false, 29, [], []]);
    const needed = udp(message(), { answers: many(29), authorities: [server] });
    assert.deepEqual([needed.flag_tc, needed.answers?.length], [true, 0]);
    const glue = udp(message(), { authorities: many(29), additionals: [address] });
    assert.deepEqual([glue.flag_tc, glue.authorities?.length], [true, 0]);
  });

  // Header and question are 33 bytes, the record's own 12, and each string has its length before it.
  const text = (bytes: number) => {
    const value = `"${"x".repeat(255)}" "${"x".repeat(bytes - 33 - 12 - 256 - 1)}"`;
    return [row("www.example.com", "TXT", value)];
  };
  it("sends what just fits, with courtesies and without, and cuts a byte more", () => {
    // 17 bytes: ns, and pointers to what is written before.
    const authorities = [{ ...row("example.com", "NS", "ns.example.com"), courtesy: true }];
    const whole = udp(message(), { answers: text(512 - 17), authorities });
    assert.deepEqual([whole.bytes.length, whole.flag_tc, whole.authorities?.length], [512, false, 1]);
    const bare = udp(message(), { answers: text(512), authorities });
    assert.deepEqual([bare.bytes.length, bare.flag_tc, bare.authorities?.length], [512, false, 0]);
    assert.equal(udp(message(), { answers: text(513), authorities }).flag_tc, true);
  });

  it("says over TCP too that an answer does not fit", () => {
    const long = Array.from({ length: 260 }, () => row("www.example.com", "TXT", `"${"x".repeat(255)}"`));
    const reply = decoded(respond(message(), "tcp", () => answerOf({ answers: long })));
    assert.deepEqual([reply.flag_tc, reply.answers?.length], [true, 0]);
  });

  it("throws where a record cannot be written, and can say SERVFAIL in its place", () => {
    for (const bad of [row("www.example.com", "A", "x"), row("www.example.com", "WKS", "x")]) {
      assert.throws(() => respond(message(), "udp", () => answerOf({ answers: [bad] })), /WKS is not one|no IPv4/);
    }
    const reply = decoded(failure(withOpt()));
    assert.deepEqual(
      [reply.id, flagsOf(reply.bytes), reply.questions?.length, reply.additionals?.length],
      [7, "8102", 1, 1],
    );
    assert.equal(flagsOf(failure(message({ questions: 0 }))!), "8102");
    assert.equal(failure(Buffer.alloc(3)), undefined);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { typeCode, typeName, writeData } from "../../../../local/route53/rules/record-data";
import { ipv6Bytes } from "../../../../local/route53/rules/record-words";
import { Writer } from "../../../../local/route53/rules/writer";

const bytes = (type: string, value: string) => {
  const writer = new Writer();
  writeData(writer, type, value);
  return writer.toBuffer().toString("hex");
};
const hex = (text: string) => Buffer.from(text).toString("hex");
const name = "026e73076578616d706c6503636f6d00";
const long = "x".repeat(255);

/** Examples of https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html, and edges. */
const values: [string, string, string][] = [
  ["A", "192.0.2.235", "c00002eb"],
  ["AAAA", "2001:0db8:85a3:0:0:8a2e:0370:7334", "20010db885a3000000008a2e03707334"],
  ["AAAA", "2001:DB8::1", "20010db8000000000000000000000001"],
  ["AAAA", "::", "00000000000000000000000000000000"],
  ["AAAA", "::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
  ["AAAA", "1:2:3:4:5:6:7::", "00010002000300040005000600070000"],
  ["NS", "ns.example.com.", name],
  ["CNAME", "ns.example.com", name],
  ["PTR", "ns.example.com", name],
  ["CNAME", "a\\056b.C\\\\", "03612e6202435c00"],
  ["MX", "10 ns.example.com", `000a${name}`],
  ["MX", "0 .", "000000"],
  ["SRV", "10 5 65535 ns.example.com", `000a0005ffff${name}`],
  ["TXT", '"one"', `03${hex("one")}`],
  ["TXT", '"one" "two"', `03${hex("one")}03${hex("two")}`],
  ["TXT", '"one""two"', `03${hex("one")}03${hex("two")}`],
  ["TXT", `"${long}""y"`, `ff${hex(long)}01${hex("y")}`],
  ["TXT", '"a \\"b\\" \\\\ \\344"', `09${hex('a "b" \\ ')}e4`],
  ["TXT", '""', "00"],
  ["TXT", '"é"', "02c3a9"],
  ["TXT", '"😀"', "04f09f9880"],
  ["SPF", '"v=spf1 -all"', `0b${hex("v=spf1 -all")}`],
  ["CAA", '0 issue "ca.example.com"', `0005${hex("issue")}${hex("ca.example.com")}`],
  ["CAA", '128 iodef ""', `8005${hex("iodef")}`],
  ["DS", "123 4 5 1234567890abcdef", "007b04051234567890abcdef"],
  ["DS", "123 4 5 12 34 AB", "007b04051234ab"],
  ["SSHFP", "2 2 0a0b", "02020a0b"],
  ["TLSA", "3 1 1 0a0b", "0301010a0b"],
  [
    "NAPTR",
    '100 50 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@example.com!" .',
    `0064003201${hex("u")}07${hex("E2U+sip")}1b${hex("!^(.*)$!sip:\\1@example.com!")}00`,
  ],
  ["NAPTR", '1 2 "S" "" "" ns.example.com', `000100020153${"0000"}${name}`],
  ["HINFO", '"RFC8482" ""', `07${hex("RFC8482")}00`],
  [
    "SOA",
    "ns.example.com. a.b. 1 7200 900 1209600 4294967295",
    `${name}016101620000000001${"00001c20"}0000038400127500ffffffff`,
  ],
  ["HTTPS", "0 ns.example.com", `0000${name}`],
  ["HTTPS", "1 .", "000100"],
  ["HTTPS", '1 . alpn="h2,h3"', "000100" + "00010006" + "026832" + "026833"],
  ["HTTPS", "1 . alpn=h2 port=8443", "000100" + "00010003026832" + "0003000220fb"],
  ["HTTPS", "1 . port=8443 alpn=h2", "000100" + "00010003026832" + "0003000220fb"],
  [
    "SVCB",
    "16 ns.example.com mandatory=port,alpn no-default-alpn alpn=h2 port=53",
    `0010${name}00000004000100030001000302683200020000000300020035`,
  ],
  [
    "SVCB",
    "1 . ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1",
    "000100" + "00040008c0000201c0000202" + "0006001020010db8000000000000000000000001",
  ],
  ["SVCB", "1 . ech=AQID dohpath=/q{?dns}", `0001000005000301020300070008${hex("/q{?dns}")}`],
  ["SVCB", '1 . key667="hello\\322qoo"', `000100029b0009${hex("hello")}d2${hex("qoo")}`],
  ["HTTPS", '1 . alpn="\\344"', "00010000010002" + "01e4"],
  ["HTTPS", `1 . alpn=${long}`, `00010000010100ff${hex(long)}`],
  ["SVCB", "1 . key65535", "000100ffff0000"],
  ["SVCB", "1 . key1=h2", "000100000100026832"],
  ["SVCB", '1 . alpn="f\\\\,oo,b"', "0001000001000704662c6f6f0162"],
];

const refused: [string, string, RegExp][] = [
  ["A", "1.2.3", /A value "1.2.3": 1.2.3 is no IPv4 address/],
  ["A", "", /an IPv4 address is missing/],
  ["A", "1.2.3.4 5.6.7.8", /nothing may follow, but 5.6.7.8 does/],
  ["A", "1.2.3.4 x y", /nothing may follow, but x y does/],
  ["AAAA", "1.2.3.4", /no IPv6 address/],
  ["AAAA", "fe80::1%eth0", /no IPv6 address/],
  ["AAAA", "", /an IPv6 address is missing/],
  ["MX", "mail.example.com", /mail.example.com is no number from 0 to 65535/],
  ["MX", "65536 mail.example.com", /65536 is no number from 0 to 65535/],
  ["MX", "-1 mail.example.com", /-1 is no number/],
  ["MX", "1e2 mail.example.com", /1e2 is no number/],
  ["MX", "10", /a name is missing/],
  ["SRV", "1 2 3", /a name is missing/],
  ["SRV", "1 2", /a number is missing/],
  ["TXT", "", /a string is missing/],
  ["TXT", `"${long}y"`, /at most 255 bytes, not 256: split it with ""/],
  ["TXT", '"open', /a quotation mark is not closed/],
  ["TXT", '"say "hi""', /hi"" is not one string in quotation marks/],
  ["CNAME", "a..b", /name "a..b": a label has 1 to 63 bytes/],
  ["CNAME", `${"x".repeat(64)}.com`, /a label has 1 to 63 bytes/],
  ["CNAME", Array.from({ length: 5 }, () => "x".repeat(60)).join("."), /a name at most 255/],
  ["CAA", '256 issue "x"', /256 is no number from 0 to 255/],
  ["CAA", '0 "is-sue" "x"', /is no tag of letters and digits/],
  ["CAA", '0 -issue "x"', /-issue is no tag/],
  ["CAA", '0 issue- "x"', /issue- is no tag/],
  ["CAA", "0 issue", /a value is missing/],
  ["CAA", "0", /a tag is missing/],
  ["DS", "1 2 3 xyz", /xyz is not hexadecimal/],
  ["DS", "1 2 3 abc", /abc is not hexadecimal/],
  ["DS", "1 2 3", /hexadecimal data is missing/],
  ["NAPTR", '1 2 "S" ""', /a string is missing/],
  ["HTTPS", "1", /a name is missing/],
  ["HTTPS", "1 . h2", /h2 is no parameter: mandatory, alpn, .*dohpath or key65280/],
  ["HTTPS", "1 . alpn", /alpn has no value/],
  ["HTTPS", "1 . alpn=", /has an empty item/],
  ["HTTPS", "1 . alpn=h2,,h3", /has an empty item/],
  ["HTTPS", `1 . alpn=h2,${long}y`, /a protocol has at most 255 bytes, not 256/],
  ["HTTPS", "1 . alpn=h2 alpn=h3", /alpn is given twice/],
  ["HTTPS", "1 . no-default-alpn=1", /no-default-alpn has no value/],
  ["HTTPS", "1 . port=99999", /99999 is no number from 0 to 65535/],
  ["HTTPS", "1 . ipv4hint=::1", /no IPv4 address/],
  ["HTTPS", "1 . key65536=1", /65536 is no number from 0 to 65535/],
  ["HTTPS", "1 . key01=1", /key01 is no parameter/],
  ["HTTPS", "1 . mykey1=1", /mykey1 is no parameter/],
  ["HTTPS", "1 . mandatory=what", /what is no parameter/],
  ["WKS", "x", /no data of type WKS is known/],
];

describe("route53 record data", () => {
  for (const [type, value, expected] of values) {
    it(`${type} ${value.slice(0, 60)}`, () => assert.equal(bytes(type, value), expected));
  }

  for (const [type, value, expected] of refused) {
    it(`refuses ${type} ${value.slice(0, 60)}`, () => assert.throws(() => bytes(type, value), { message: expected }));
  }

  it("has every type of Route 53 under its code, and its name back", () => {
    const types = {
      A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, DS: 43,
      SSHFP: 44, TLSA: 52, SVCB: 64, HTTPS: 65, SPF: 99, CAA: 257,
    }; // biome-ignore format: short
    for (const [type, code] of Object.entries(types)) {
      assert.deepEqual([typeCode(type), typeName(code)], [code, type]);
    }
    assert.deepEqual([251, 252, 255, 65280].map(typeName), ["IXFR", "AXFR", "ANY", "TYPE65280"]);
    assert.deepEqual(["ANY", "AXFR", "WKS"].map(typeCode), [undefined, undefined, undefined]);
  });

  it("reads every way to write an IPv6 address", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.ipV6(), (address, written) => {
        const hexadecimal = Buffer.from(address).toString("hex");
        const groups = hexadecimal.match(/.{4}/g)!.join(":");
        const shortest = (ip: string) => new URL(`http://[${ip}]/`).hostname.slice(1, -1);
        for (const text of [groups, groups.toUpperCase(), shortest(groups)]) {
          assert.equal(ipv6Bytes(text).toString("hex"), hexadecimal);
        }
        assert.deepEqual(ipv6Bytes(written), ipv6Bytes(shortest(written)));
      }),
    );
  });
});

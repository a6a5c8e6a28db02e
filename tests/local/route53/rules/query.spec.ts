import assert from "node:assert/strict";
import { readHeader, readMessage } from "../../../../local/route53/rules/query";
import { codes, message, opt, subnet, u16, wireName } from "../messages";

const edns = (fields: Parameters<typeof opt>[0] = {}) => readMessage(message({ additionals: [opt(fields)] })).edns;
const subnetOf = (...fields: Parameters<typeof subnet>) => edns({ options: [subnet(...fields)] })?.subnet;

describe("route53 queries", () => {
  it("reads the header", () => {
    const header = (flags: number) => readHeader(message({ id: 0xabcd, flags }));
    assert.deepEqual(header(0), { id: 0xabcd, isResponse: false, opcode: 0, recursionDesired: false });
    assert.deepEqual(header(0x0100)?.recursionDesired, true);
    assert.deepEqual(header(0xfeff), { id: 0xabcd, isResponse: true, opcode: 15, recursionDesired: false });
    assert.deepEqual(header(5 << 11)?.opcode, 5);
    assert.equal(readHeader(Buffer.alloc(11)), undefined);
    assert.equal(readHeader(Buffer.alloc(12))?.id, 0);
  });

  it("reads the question as it came: case, dots and bytes in labels", () => {
    const name = wireName([0, 255], "a.b", "EXample");
    const { labels, type, class: questionClass, edns: none } = readMessage(message({ name, type: 65, class: 3 }));
    assert.deepEqual(
      labels.map((label) => label.toString("latin1")),
      ["\0\xff", "a.b", "EXample"],
    );
    assert.deepEqual([type, questionClass, none], [65, 3, undefined]);
    assert.deepEqual(readMessage(message({ name: "" })).labels, []);
    const longest = wireName("x".repeat(63), "x".repeat(63), "x".repeat(63), "x".repeat(61));
    assert.equal(longest.length, 255);
    assert.equal(readMessage(message({ name: longest })).labels.length, 4);
  });

  it("reads what the OPT record says", () => {
    assert.deepEqual(edns(), { version: 0, udpSize: 1232, dnssecOk: false, subnet: undefined });
    assert.deepEqual(edns({ version: 2, udpSize: 4096, flags: 0x8000 }), {
      version: 2,
      udpSize: 4096,
      dnssecOk: true,
      subnet: undefined,
    });
    assert.equal(edns({ flags: 0x7fff })?.dnssecOk, false);
    const cookie: [number, number[]] = [10, [1, 2, 3, 4, 5, 6, 7, 8]];
    assert.equal(edns({ options: [cookie, subnet(1, 24, 0, 198, 18, 4), cookie] })?.subnet?.ip, "198.18.4.0");
  });

  it("does not read the options of a version that it does not know", () => {
    assert.deepEqual(edns({ version: 1, options: [subnet(9, 9, 9)] })?.version, 1);
  });

  it("passes over other records, also with names that point back", () => {
    const pointer = [0xc0, 12];
    const tsig = [...pointer, ...u16(250, 255), 0, 0, 0, 0, ...u16(3), 1, 2, 3];
    const a = [...wireName("www").slice(0, -1), ...pointer, ...u16(codes.A, 1), 0, 0, 0, 0, ...u16(4), 1, 2, 3, 4];
    assert.equal(readMessage(message({ additionals: [tsig, opt({ udpSize: 600 }), a] })).edns?.udpSize, 600);
    // IXFR has the SOA that its sender knows as authority (RFC 1995, 3).
    const ixfr = message({ type: codes.IXFR, additionals: [a] });
    ixfr.writeUInt16BE(1, 8);
    ixfr.writeUInt16BE(0, 10);
    assert.equal(readMessage(ixfr).type, codes.IXFR);
  });

  it("reads client subnets of both families", () => {
    assert.deepEqual(subnetOf(1, 24, 0, 198, 18, 4), {
      ip: "198.18.4.0",
      family: 1,
      sourcePrefixLength: 24,
      address: Buffer.from([198, 18, 4]),
    });
    assert.equal(subnetOf(1, 0, 0)?.ip, "0.0.0.0");
    assert.equal(subnetOf(1, 32, 0, 1, 2, 3, 4)?.ip, "1.2.3.4");
    assert.equal(subnetOf(1, 25, 0, 1, 2, 3, 128)?.ip, "1.2.3.128");
    assert.equal(subnetOf(1, 1, 0, 128)?.ip, "128.0.0.0");
    assert.equal(subnetOf(2, 32, 0, 0x20, 1, 0xd, 0xb8)?.ip, "2001:0db8:0000:0000:0000:0000:0000:0000");
    assert.equal(subnetOf(2, 128, 0, ...Array(16).fill(1))?.sourcePrefixLength, 128);
  });

  it("takes labels of 63 bytes in the names of other records", () => {
    const a = [...wireName("x".repeat(63)), ...u16(codes.A, 1), 0, 0, 0, 0, ...u16(4), 1, 2, 3, 4];
    assert.equal(readMessage(message({ additionals: [a, opt({ udpSize: 600 })] })).edns?.udpSize, 600);
  });

  const withOption = (...option: [number, number[]]) => message({ additionals: [opt({ options: [option] })] });
  const bad: [title: string, bytes: Buffer, why: RegExp][] = [
    ["no question", message({ questions: 0 }), /not one question/],
    ["two questions", message({ questions: 2 }), /not one question/],
    ["a name that points", message({ name: [0xc0, 12] }), /not a label/],
    ["a label of an unknown kind", message({ name: [0x41, 0] }), /not a label/],
    ["a name that does not end", message().subarray(0, 20), /cut off/],
    ["a label of 64 bytes", message({ name: wireName("x".repeat(64)) }), /not a label/],
    [
      "a name of 256 bytes",
      message({ name: wireName(...[63, 63, 63, 62].map((size) => "x".repeat(size))) }),
      /a name of more than 255 bytes/,
    ],
    ["no type", message().subarray(0, 29), /cut off/],
    ["no class", message().subarray(0, -1), /cut off/],
    ["fewer records than counted", message({ additionals: [[]] }), /cut off/],
    ["a record that is cut off", message({ additionals: [opt({ options: [[10, [1]]] }).slice(0, -1)] }), /cut off/],
    [
      "a record's name of an unknown kind",
      message({ additionals: [[0x80, ...Array<number>(0x80).fill(1), ...opt()]] }),
      /not a label/,
    ],
    ["a record without data's length", message({ additionals: [opt().slice(0, -1)] }), /cut off/],
    ["two OPT records", message({ additionals: [opt(), opt()] }), /more than one OPT record/],
    ["an OPT record with a name", message({ additionals: [opt({ name: wireName("a") })] }), /the root's name/],
    ["an option that is cut off", message({ additionals: [[...opt().slice(0, -2), ...u16(5, 10, 4), 1]] }), /cut off/],
    ["a client subnet of family 0", withOption(...subnet(0, 0, 0)), /not a client subnet/],
    ["a client subnet of family 3", withOption(...subnet(3, 8, 0, 1)), /not a client subnet/],
    ["a client subnet without fields", withOption(8, [0, 1]), /cut off/],
    ["a client subnet with a scope", withOption(...subnet(1, 8, 8, 1)), /not a client subnet/],
    ["a client subnet of 33 bits", withOption(...subnet(1, 33, 0, 1, 2, 3, 4, 0)), /not a client subnet/],
    [
      "a client subnet of 129 bits",
      withOption(...subnet(2, 129, 0, ...Array<number>(17).fill(0))),
      /not a client subnet/,
    ],
    ["a client subnet with too few bytes", withOption(...subnet(1, 24, 0, 1, 2)), /of another length/],
    ["a client subnet with too many bytes", withOption(...subnet(1, 24, 0, 1, 2, 3, 0)), /of another length/],
    ["a client subnet with bits after its prefix", withOption(...subnet(1, 23, 0, 1, 2, 1)), /bits after/],
  ];
  for (const [title, bytes, why] of bad) {
    it(`refuses ${title}`, () => assert.throws(() => readMessage(bytes), { message: why }));
  }
});

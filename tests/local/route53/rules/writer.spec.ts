import assert from "node:assert/strict";
import { Writer } from "../../../../local/route53/rules/writer";

const labels = (...texts: string[]) => texts.map((text) => Buffer.from(text));
const written = (...texts: string[]) => {
  const writer = new Writer();
  writer.name(labels(...texts));
  return writer.length;
};

describe("route53 names in messages", () => {
  it("are pointed to as far as 14 bits reach", () => {
    for (const [offset, length] of [
      [0x3fff, 2],
      [0x4000, 3],
    ] as const) {
      const writer = new Writer();
      writer.bytes(new Uint8Array(offset));
      writer.name(labels("a"));
      const before = writer.length;
      writer.name(labels("a"));
      assert.equal(writer.length - before, length, `${offset}`);
    }
  });

  it("have labels of 1 to 63 bytes, and 255 bytes with the lengths of all", () => {
    assert.equal(written("x".repeat(63)), 65);
    assert.equal(written(...Array<string>(127).fill("x")), 255);
    assert.equal(written(...[63, 63, 63, 61].map((size) => "x".repeat(size))), 255);
  });

  for (const [title, texts] of [
    ["a label of 64 bytes", ["x".repeat(64)]],
    ["an empty label", ["a", "", "b"]],
    ["256 bytes in four labels", [63, 63, 63, 62].map((size) => "x".repeat(size))],
    ["257 bytes in many", Array<string>(128).fill("x")],
  ] as const) {
    it(`refuses ${title}`, () =>
      assert.throws(() => written(...texts), { message: /: a label has 1 to 63 bytes, a name at most 255$/ }));
  }
});

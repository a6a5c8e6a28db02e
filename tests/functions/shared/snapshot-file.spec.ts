import assert from "node:assert/strict";
import { headerBytes, pageCount, rangeOf, readHeader, SnapshotBuilder } from "../../../functions/shared/snapshot-file";

describe("the file of a snapshot", () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `org#${index}`);
  const builder = new SnapshotBuilder(1_800_000_000_123);
  for (const key of keys) {
    builder.add(key, { organization: key });
  }
  const file = builder.file();
  const header = readHeader(file.subarray(0, headerBytes));

  it("begins with its pages' places: one after the other, from the header's end to the file's", () => {
    assert.equal(header.writtenAt, 1_800_000_000_123);
    assert.deepEqual(
      [header.offsets.length, header.offsets[0], header.offsets.at(-1)],
      [pageCount + 1, headerBytes, file.length],
    );
    const sorted = [...header.offsets].sort((a, b) => a - b);
    assert.deepEqual(header.offsets, sorted);
  });

  it("has each key's page from its first byte to its last, and no byte of another", () => {
    const ranges = [...new Set(keys.map((key) => rangeOf(header, key).join("-")))].map((range) =>
      range.split("-").map(Number),
    );
    assert.ok(ranges.length > 0.98 * pageCount, "the keys are spread over nearly all pages");
    for (const [first, last] of ranges) {
      const page = header.offsets.indexOf(first!);
      assert.equal(last, header.offsets[page + 1]! - 1);
    }
  });

  it("refuses a beginning that is another's: cut, of another format, or of more pages", () => {
    const changed = (at: number, byte: number) => {
      const copy = Buffer.from(file.subarray(0, headerBytes));
      copy[at] = byte;
      return copy;
    };
    for (const bytes of [file.subarray(0, headerBytes - 1), changed(0, 0x58), changed(7, 1)]) {
      assert.throws(() => readHeader(bytes), /does not begin as one of format HRS1 with 4096 pages/);
    }
  });
});

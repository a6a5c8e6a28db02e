/**
 * The registry as one file that is read a page at a time, so that a cold start loads nothing and an answer takes one or
 * two small reads, however many organizations there are.
 *
 * | bytes              | what |
 * |--------------------|------|
 * | 4                  | `HRS1` |
 * | 4                  | number of pages |
 * | 8                  | when its rows were read, ms since the epoch, as a double |
 * | 4 × (pages + 1)    | where each page begins, and the last one ends |
 * | the rest           | pages: JSON of pk → item, deflated (RFC 1951) |
 *
 * Numbers are big-endian.
 */
import { hash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Item } from "./attributes";

/** At 200,000 organizations a page has about 150 rows. */
export const pageCount = 4096;
const format = "HRS1";
const headBytes = 16;
export const headerBytes = headBytes + 4 * (pageCount + 1);
/** A page of millions of organizations is far from it. */
const longestPageBytes = 4 * 1024 * 1024;

export interface SnapshotHeader {
  writtenAt: number;
  offsets: readonly number[];
}

const pageOf = (key: string) => hash("sha256", key, "buffer").readUInt32BE(0) % pageCount;

/** Takes rows one by one, and gives the file. */
export class SnapshotBuilder {
  // Rows as text: as objects they would take three times the memory.
  readonly #pages: string[][] = Array.from({ length: pageCount }, () => []);

  constructor(readonly writtenAt: number) {}

  add(key: string, item: Item): void {
    this.#pages[pageOf(key)]!.push(`${JSON.stringify(key)}:${JSON.stringify(item)}`);
  }

  file(): Buffer {
    const pages = this.#pages.map((rows) => deflateRawSync(`{${rows.join(",")}}`));
    const header = Buffer.alloc(headerBytes);
    header.write(format);
    header.writeUInt32BE(pageCount, 4);
    header.writeDoubleBE(this.writtenAt, 8);
    let offset = headerBytes;
    header.writeUInt32BE(offset, headBytes);
    for (const [index, page] of pages.entries()) {
      offset += page.length;
      header.writeUInt32BE(offset, headBytes + 4 * (index + 1));
    }
    return Buffer.concat([header, ...pages]);
  }
}

/** Throws where it is not the beginning of such a file. */
export function readHeader(bytes: Buffer): SnapshotHeader {
  if (
    bytes.length !== headerBytes ||
    bytes.toString("latin1", 0, 4) !== format ||
    bytes.readUInt32BE(4) !== pageCount
  ) {
    throw new Error(`the snapshot does not begin as one of format ${format} with ${pageCount} pages`);
  }
  const offsets = Array.from({ length: pageCount + 1 }, (_, index) => bytes.readUInt32BE(headBytes + 4 * index));
  return { writtenAt: bytes.readDoubleBE(8), offsets };
}

/** First and last byte of the page that a key is in. */
export function rangeOf({ offsets }: SnapshotHeader, key: string): [first: number, last: number] {
  const page = pageOf(key);
  return [offsets[page]!, offsets[page + 1]! - 1];
}

/** The item in its page, or undefined. */
export function itemIn(page: Buffer, key: string): Item | undefined {
  const items = JSON.parse(inflateRawSync(page, { maxOutputLength: longestPageBytes }).toString()) as Record<
    string,
    Item
  >;
  return Object.hasOwn(items, key) ? items[key] : undefined;
}

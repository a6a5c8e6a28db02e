/** Writes DNS messages: numbers in network order, names compressed (RFC 1035, 4.1.4). */
import { nameOf } from "./names";

/** A pointer has 14 bits. */
const farthestPointer = 0x3fff;

export class Writer {
  readonly #bytes: number[] = [];
  readonly #names = new Map<string, number>();

  get length(): number {
    return this.#bytes.length;
  }

  number(value: number, size: 1 | 2 | 4): void {
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      this.#bytes.push((value >>> shift) & 0xff);
    }
  }

  bytes(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#bytes.push(byte);
    }
  }

  /**
   * Points to an earlier name that ends in the same way, letter by letter, so that nobody's case is changed. `whole` is for
   * names in the data of types that older software does not know (RFC 3597, section 4).
   */
  name(labels: readonly Uint8Array[], { whole = false } = {}): void {
    check(labels);
    for (const [index, label] of labels.entries()) {
      const remaining = nameOf(labels.slice(index));
      const earlier = this.#names.get(remaining);
      if (earlier !== undefined && !whole) {
        return void this.number(0xc000 | earlier, 2);
      }
      if (!whole && this.length <= farthestPointer) {
        this.#names.set(remaining, this.length);
      }
      this.number(label.length, 1);
      this.bytes(label);
    }
    this.number(0, 1);
  }

  /** What `write` writes, with its length before it. */
  sized(write: () => void): void {
    const offset = this.length;
    this.number(0, 2);
    write();
    const size = this.length - offset - 2;
    this.#bytes[offset] = size >>> 8;
    this.#bytes[offset + 1] = size & 0xff;
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** RFC 1035, 3.1: a label has 1 to 63 bytes, a name at most 255 with the lengths of its labels. */
function check(labels: readonly Uint8Array[]): void {
  const size = labels.reduce((sum, label) => sum + 1 + label.length, 1);
  if (size <= 255 && labels.every(({ length }) => length >= 1 && length <= 63)) {
    return;
  }
  throw new Error(`name "${nameOf(labels)}": a label has 1 to 63 bytes, a name at most 255`);
}

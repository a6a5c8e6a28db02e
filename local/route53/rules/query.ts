/** Reads queries (RFC 1035, 4.1; RFC 6891; RFC 7871). What is badly formed throws: the answer to it is FORMERR. */

export interface Header {
  id: number;
  isResponse: boolean;
  opcode: number;
  recursionDesired: boolean;
}

export interface Subnet {
  ip: string;
  /** 1 is IPv4, 2 IPv6. */
  family: number;
  sourcePrefixLength: number;
  /** As it came: no more bytes than the prefix has. */
  address: Buffer;
}

/** What the OPT record says. */
export interface Edns {
  version: number;
  udpSize: number;
  dnssecOk: boolean;
  subnet: Subnet | undefined;
}

export interface Message {
  /** The name's labels, in the case that they came in. */
  labels: Buffer[];
  type: number;
  class: number;
  edns: Edns | undefined;
}

const headerSize = 12;
const optType = 41;
const subnetOption = 8;
const addressSizes: Record<number, number> = { 1: 4, 2: 16 };

/** Undefined for what is too short to be a message: there is no id to answer with. */
export function readHeader(message: Buffer): Header | undefined {
  if (message.length < headerSize) {
    return undefined;
  }
  const flags = message.readUInt16BE(2);
  return {
    id: message.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    recursionDesired: (flags & 0x100) !== 0,
  };
}

export function readMessage(bytes: Buffer): Message {
  const cursor = new Cursor(bytes, headerSize);
  const [questions, ...others] = [4, 6, 8, 10].map((offset) => bytes.readUInt16BE(offset));
  // RFC 9619
  if (questions !== 1) {
    throw new Error("not one question");
  }
  const labels = cursor.labels();
  const type = cursor.number(2);
  const questionClass = cursor.number(2);
  const options: Edns[] = [];
  for (let left = others.reduce((sum, count) => sum + count, 0); left > 0; left--) {
    readRecord(cursor, options);
  }
  // RFC 6891, 6.1.1
  if (options.length > 1) {
    throw new Error("more than one OPT record");
  }
  return { labels, type, class: questionClass, edns: options[0] };
}

function readRecord(cursor: Cursor, options: Edns[]): void {
  const isRoot = cursor.skipName() === 1;
  const type = cursor.number(2);
  const udpSize = cursor.number(2);
  const [, version = 0, flags = 0] = [cursor.number(1), cursor.number(1), cursor.number(2)];
  const data = new Cursor(cursor.take(cursor.number(2)));
  if (type !== optType) {
    return;
  }
  if (!isRoot) {
    throw new Error("an OPT record has the root's name");
  }
  options.push({
    version,
    udpSize,
    dnssecOk: (flags & 0x8000) !== 0,
    subnet: version === 0 ? readOptions(data) : undefined,
  });
}

function readOptions(data: Cursor): Subnet | undefined {
  let subnet: Subnet | undefined;
  while (data.left > 0) {
    const code = data.number(2);
    const option = new Cursor(data.take(data.number(2)));
    if (code === subnetOption) {
      subnet = readSubnet(option);
    }
  }
  return subnet;
}

/** RFC 7871, 6 and 7.2.1: anything but IPv4 and IPv6, a scope, too many or few bytes, bits after the prefix are refused. */
function readSubnet(option: Cursor): Subnet {
  const family = option.number(2);
  const sourcePrefixLength = option.number(1);
  const scope = option.number(1);
  const address = option.take(option.left);
  const size = addressSizes[family];
  if (size === undefined || scope !== 0 || sourcePrefixLength > size * 8) {
    throw new Error("not a client subnet");
  }
  if (address.length !== Math.ceil(sourcePrefixLength / 8)) {
    throw new Error("a client subnet of another length");
  }
  const remaining = address.length * 8 - sourcePrefixLength;
  if (((address.at(-1) ?? 0) & (2 ** remaining - 1)) !== 0) {
    throw new Error("bits after the client subnet's prefix");
  }
  const bytes = Buffer.concat([address, Buffer.alloc(size - address.length)]);
  const ip = family === 1 ? bytes.join(".") : bytes.toString("hex").replace(/(.{4})(?=.)/g, "$1:");
  return { ip, family, sourcePrefixLength, address };
}

/** Reads on from `at`; throws at the end. */
class Cursor {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, offset = 0) {
    this.#bytes = bytes;
    this.#at = offset;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  number(size: 1 | 2): number {
    return this.take(size).readUIntBE(0, size);
  }

  take(size: number): Buffer {
    if (size > this.left) {
      throw new Error("cut off");
    }
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  /** The first name of a message: there is nothing before it to point to. */
  labels(): Buffer[] {
    const labels: Buffer[] = [];
    const start = this.#at;
    for (let size = this.number(1); size > 0; size = this.number(1)) {
      if (size > 63) {
        throw new Error("not a label");
      }
      labels.push(this.take(size));
    }
    if (this.#at - start > 255) {
      throw new Error("a name of more than 255 bytes");
    }
    return labels;
  }

  /** How many bytes the name has here: one is the root's. */
  skipName(): number {
    const start = this.#at;
    for (let size = this.number(1); size > 0; size = this.number(1)) {
      if (size >= 0xc0) {
        this.take(1);
        break;
      }
      if (size > 63) {
        throw new Error("not a label");
      }
      this.take(size);
    }
    return this.#at - start;
  }
}

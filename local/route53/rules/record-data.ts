/**
 * Values of records as Route 53 takes them → bytes:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
 */
import { labelsOf } from "./names";
import { integer, ipv4Bytes, ipv6Bytes, textBytes, wordsOf } from "./record-words";
import { writeParameters } from "./service-parameters";
import type { Writer } from "./writer";

type Field = keyof typeof fields;

/**
 * Code and data of each type that Route 53 has, and HINFO, which answers ANY. A `name` may be compressed, a `wholeName` not
 * (RFC 3597, section 4: only in the types of RFC 1035).
 */
const types: Record<string, { code: number; data: readonly Field[] }> = {
  A: { code: 1, data: ["ipv4"] },
  NS: { code: 2, data: ["name"] },
  CNAME: { code: 5, data: ["name"] },
  SOA: { code: 6, data: ["name", "name", "number32", "number32", "number32", "number32", "number32"] },
  PTR: { code: 12, data: ["name"] },
  HINFO: { code: 13, data: ["string", "string"] },
  MX: { code: 15, data: ["number16", "name"] },
  TXT: { code: 16, data: ["strings"] },
  AAAA: { code: 28, data: ["ipv6"] },
  // RFC 2782
  SRV: { code: 33, data: ["number16", "number16", "number16", "wholeName"] },
  // RFC 3403, 4.1
  NAPTR: { code: 35, data: ["number16", "number16", "string", "string", "string", "wholeName"] },
  // RFC 4034, 5.1
  DS: { code: 43, data: ["number16", "number8", "number8", "hex"] },
  // RFC 4255, 3.1
  SSHFP: { code: 44, data: ["number8", "number8", "hex"] },
  // RFC 6698, 2.1
  TLSA: { code: 52, data: ["number8", "number8", "number8", "hex"] },
  // RFC 9460, 2.2
  SVCB: { code: 64, data: ["number16", "wholeName", "parameters"] },
  HTTPS: { code: 65, data: ["number16", "wholeName", "parameters"] },
  // RFC 7208, 3.1
  SPF: { code: 99, data: ["strings"] },
  // RFC 8659, 4.1
  CAA: { code: 257, data: ["number8", "tag", "text"] },
};

const questionTypes: Record<string, number> = { IXFR: 251, AXFR: 252, ANY: 255 };
const names = new Map([
  ...Object.entries(types).map(([name, { code }]) => [code, name] as const),
  ...Object.entries(questionTypes).map(([name, code]) => [code, name] as const),
]);

/** `A`, `ANY` …; a type that is unknown here as RFC 3597 writes it: `TYPE65280`. */
export const typeName = (code: number): string => names.get(code) ?? `TYPE${code}`;

export const typeCode = (name: string): number | undefined => types[name]?.code;

/** Throws where the type has no such value. */
export function writeData(writer: Writer, type: string, value: string): void {
  const wanted = types[type]?.data;
  if (!wanted) {
    throw new Error(`no data of type ${type} is known`);
  }
  try {
    const words = wordsOf(value);
    for (const field of wanted) {
      fields[field](writer, words);
    }
    if (words.length > 0) {
      throw new Error(`nothing may follow, but ${words.join(" ")} does`);
    }
  } catch (error) {
    throw new Error(`${type} value ${JSON.stringify(value)}: ${(error as Error).message}`);
  }
}

const next = (words: string[], what: string): string => {
  const word = words.shift();
  if (word === undefined) {
    throw new Error(`${what} is missing`);
  }
  return word;
};

const number = (size: 1 | 2 | 4) => (writer: Writer, words: string[]) => {
  writer.number(integer(next(words, "a number"), size), size);
};

/** RFC 1035, 3.3: a character string has at most 255 bytes. */
function writeString(writer: Writer, word: string): void {
  const bytes = textBytes(word);
  if (bytes.length > 255) {
    throw new Error(`a string has at most 255 bytes, not ${bytes.length}: split it with ""`);
  }
  writer.number(bytes.length, 1);
  writer.bytes(bytes);
}

const fields = {
  number8: number(1),
  number16: number(2),
  number32: number(4),
  name: (writer: Writer, words: string[]) => writer.name(labelsOf(next(words, "a name"))),
  wholeName: (writer: Writer, words: string[]) => writer.name(labelsOf(next(words, "a name")), { whole: true }),
  ipv4: (writer: Writer, words: string[]) => writer.bytes(ipv4Bytes(next(words, "an IPv4 address"))),
  ipv6: (writer: Writer, words: string[]) => writer.bytes(ipv6Bytes(next(words, "an IPv6 address"))),
  string: (writer: Writer, words: string[]) => writeString(writer, next(words, "a string")),
  strings: (writer: Writer, words: string[]) => {
    writeString(writer, next(words, "a string"));
    for (const word of words.splice(0)) {
      writeString(writer, word);
    }
  },
  tag: (writer: Writer, words: string[]) => {
    const tag = next(words, "a tag");
    if (!/^[a-z0-9]{1,255}$/i.test(tag)) {
      throw new Error(`${tag} is no tag of letters and digits`);
    }
    writeString(writer, tag);
  },
  text: (writer: Writer, words: string[]) => writer.bytes(textBytes(next(words, "a value"))),
  hex: (writer: Writer, words: string[]) => {
    const hex = [next(words, "hexadecimal data"), ...words.splice(0)].join("");
    if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) {
      throw new Error(`${hex} is not hexadecimal`);
    }
    writer.bytes(Buffer.from(hex, "hex"));
  },
  parameters: (writer: Writer, words: string[]) => writeParameters(writer, words.splice(0)),
};

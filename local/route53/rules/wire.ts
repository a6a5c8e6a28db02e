/** DNS messages: a query's bytes in, an answer's bytes out (RFC 1035, RFC 6891, RFC 7871). */

import type { DnsAnswer, Question, Row } from "./answer";
import { labelsOf, nameOf } from "./names";
import { type Edns, type Header, type Message, readHeader, readMessage, type Subnet } from "./query";
import { typeCode, typeName, writeData } from "./record-data";
import { Writer } from "./writer";

export interface Query {
  question: Question;
  /** The client's address as its resolver tells it (RFC 7871). */
  subnet: Pick<Subnet, "ip" | "sourcePrefixLength"> | undefined;
}

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 };
const internet = 1;
const smallestUdp = 512;
/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html (Maximum response size) */
const ourUdp = 4096;
const largestTcp = 65_535;
/** Whole zones are not given away, neither all of one nor what has changed (RFC 5936, RFC 1995). */
const transfers = ["AXFR", "IXFR"];

type Content = Pick<DnsAnswer, "authoritative" | "answers" | "authorities" | "additionals" | "byLocation"> & {
  rcode: keyof typeof rcodes;
};
const nothing = { authoritative: false, answers: [], authorities: [], additionals: [], byLocation: false };

/**
 * Answers one message. Undefined where there is nothing to answer: not a query, or not DNS at all.
 * `transport` "udp" cuts what does not fit and says so, so that the client asks again over TCP.
 */
export function respond(
  message: Buffer,
  transport: "udp" | "tcp",
  ask: (query: Query) => DnsAnswer,
): Buffer | undefined {
  const header = readHeader(message);
  if (!header || header.isResponse) {
    return undefined;
  }
  if (header.opcode !== 0) {
    return encode(header, undefined, { ...nothing, rcode: "NOTIMP" });
  }
  const query = readQuery(message);
  if (!query) {
    return encode(header, undefined, { ...nothing, rcode: "FORMERR" });
  }
  // RFC 6891, 6.1.3
  if (query.edns && query.edns.version > 0) {
    return encode(header, query, { ...nothing, rcode: "BADVERS" });
  }
  const most = transport === "tcp" ? largestTcp : udpSize(query.edns);
  return fitting(header, query, contentOf(query, ask), most);
}

/** SERVFAIL, for a message whose answer cannot be made. */
export function failure(message: Buffer): Buffer | undefined {
  const header = readHeader(message);
  return header && encode(header, readQuery(message), { ...nothing, rcode: "SERVFAIL" });
}

function readQuery(message: Buffer): Message | undefined {
  try {
    return readMessage(message);
  } catch {
    return undefined;
  }
}

function contentOf({ labels, type, edns, ...query }: Message, ask: (query: Query) => DnsAnswer): Content {
  const question = { name: nameOf(labels).toLowerCase(), type: typeName(type) };
  if (query.class !== internet || transfers.includes(question.type)) {
    return { ...nothing, rcode: "REFUSED" };
  }
  return ask({ question, subnet: edns?.subnet });
}

const udpSize = (edns: Edns | undefined) =>
  edns ? Math.max(smallestUdp, Math.min(edns.udpSize, ourUdp)) : smallestUdp;

/** What is only a courtesy goes first (RFC 2181, 9), then everything: the client asks again over TCP. */
function fitting(header: Header, query: Message, content: Content, most: number): Buffer {
  const whole = encode(header, query, content);
  if (whole.length <= most) {
    return whole;
  }
  const needed = (rows: readonly Row[]) => rows.filter(({ courtesy }) => !courtesy);
  const { authorities, additionals } = content;
  const bare = encode(header, query, {
    ...content,
    authorities: needed(authorities),
    additionals: needed(additionals),
  });
  if (bare.length <= most) {
    return bare;
  }
  const { rcode, authoritative, byLocation } = content;
  return encode(header, query, { ...nothing, rcode, authoritative, byLocation }, true);
}

function encode(header: Header, query: Message | undefined, content: Content, truncated = false): Buffer {
  const writer = new Writer();
  const { authoritative, answers, authorities, additionals } = content;
  const rcode = rcodes[content.rcode];
  writer.number(header.id, 2);
  const flags: [boolean, number][] = [
    [true, 0x8000],
    [authoritative, 0x400],
    [truncated, 0x200],
    [header.recursionDesired, 0x100],
  ];
  const set = flags.reduce((sum, [on, flag]) => sum + (on ? flag : 0), 0);
  writer.number(set | (header.opcode << 11) | (rcode & 0xf), 2);
  const counts = [query ? 1 : 0, answers.length, authorities.length, additionals.length + (query?.edns ? 1 : 0)];
  for (const count of counts) {
    writer.number(count, 2);
  }
  if (!query) {
    return writer.toBuffer();
  }
  writer.name(query.labels);
  writer.number(query.type, 2);
  writer.number(query.class, 2);
  const asked = nameOf(query.labels);
  for (const row of [...answers, ...authorities, ...additionals]) {
    writeRow(writer, row, asked);
  }
  // RFC 6891, 6.1.1: whoever sends an OPT record gets one.
  if (query.edns) {
    writeOpt(writer, query.edns, content.byLocation, rcode);
  }
  return writer.toBuffer();
}

/** The asked name comes back letter by letter: resolvers check that (0x20). */
function writeRow(writer: Writer, { name, type, ttl, value }: Row, asked: string): void {
  const code = typeCode(type);
  if (code === undefined) {
    throw new Error(`record type ${type} is not one of Route 53`);
  }
  writer.name(labelsOf(name === asked.toLowerCase() ? asked : name));
  writer.number(code, 2);
  writer.number(internet, 2);
  writer.number(ttl, 4);
  writer.sized(() => writeData(writer, type, value));
}

/** RFC 6891, 6.1.2, with the subnet that the answer is for (RFC 7871, 7.2.1) and the DO bit as it came (RFC 3225, 3). */
function writeOpt(writer: Writer, { subnet, dnssecOk }: Edns, byLocation: boolean, rcode: number): void {
  writer.name([]);
  writer.number(41, 2);
  writer.number(ourUdp, 2);
  writer.number(rcode >> 4, 1);
  writer.number(0, 1);
  writer.number(dnssecOk ? 0x8000 : 0, 2);
  writer.sized(() => {
    if (!subnet) {
      return;
    }
    writer.number(8, 2);
    writer.sized(() => {
      writer.number(subnet.family, 2);
      writer.number(subnet.sourcePrefixLength, 1);
      writer.number(byLocation ? subnet.sourcePrefixLength : 0, 1);
      writer.bytes(subnet.address);
    });
  });
}

/** DNS messages: a query's bytes in, an answer's bytes out (RFC 1035, RFC 6891, RFC 7871). */
import * as dns from "dns-packet";
import { dnsName } from "./names";
import type { Answer, Question } from "./rules";
import { negativeTtlSeconds } from "./rules";

export interface Query {
  question: Question;
  /** The client's address as its resolver tells it (RFC 7871). */
  subnet: { ip: string; sourcePrefixLength: number } | undefined;
}

/** dns-packet's types leave the operation out. */
type Decoded = dns.DecodedPacket & { opcode?: string };
/** dns-packet's types leave the option's fields out. */
type SubnetOption = { code: number; ip?: string; sourcePrefixLength?: number };
const subnetCode = 8;
const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };
const smallestUdp = 512;
const ourUdp = 1232;

/**
 * Answers one message. Undefined where there is nothing to answer: not a query, or not DNS at all.
 * `transport` "udp" cuts what does not fit and says so, so that the client asks again over TCP.
 */
export function respond(message: Buffer, transport: "udp" | "tcp", ask: (query: Query) => Answer): Buffer | undefined {
  const packet = decode(message);
  if (!packet) return message.length >= 12 ? header(message.readUInt16BE(0), "FORMERR") : undefined;
  if (packet.type !== "query") return undefined;
  const id = packet.id ?? 0;
  if (packet.opcode !== "QUERY") return header(id, "NOTIMP");
  const [question] = packet.questions ?? [];
  if (!question || packet.questions?.length !== 1) return header(id, "FORMERR");
  const opt = packet.additionals?.find((record): record is dns.OptAnswer => record.type === "OPT");
  const option = (opt?.options as SubnetOption[] | undefined)?.find(({ code }) => code === subnetCode);
  const subnet = option?.ip ? { ip: option.ip, sourcePrefixLength: option.sourcePrefixLength ?? 0 } : undefined;
  const isInternet = (question.class ?? "IN") === "IN";
  const reply: Answer = isInternet
    ? ask({ question: { name: dnsName(question.name), type: question.type }, subnet })
    : { rcode: "REFUSED", answers: [], zone: undefined, byLocation: false, why: [] };
  const encode = (answer: Answer, truncated: boolean) =>
    dns.encode({
      id,
      type: "response",
      flags:
        dns.AUTHORITATIVE_ANSWER |
        (packet.flag_rd ? dns.RECURSION_DESIRED : 0) |
        (truncated ? dns.TRUNCATED_RESPONSE : 0) |
        rcodes[answer.rcode],
      questions: [question],
      answers: answer.answers.flatMap(toRecord),
      authorities: answer.answers.length === 0 ? authority(answer) : [],
      additionals: opt ? [optRecord(subnet, answer)] : [],
    });
  const whole = encode(reply, false);
  const room = opt ? Math.max(smallestUdp, Math.min(opt.udpPayloadSize, ourUdp)) : smallestUdp;
  return transport === "udp" && whole.length > room ? encode({ ...reply, answers: [], zone: undefined }, true) : whole;
}

function decode(message: Buffer): Decoded | undefined {
  try {
    return dns.decode(message);
  } catch {
    return undefined;
  }
}

function header(id: number, rcode: keyof typeof rcodes): Buffer {
  return dns.encode({ id, type: "response", flags: rcodes[rcode], questions: [] });
}

/** A negative answer carries the zone's SOA, so that resolvers know how long to keep it (RFC 2308). */
function authority({ zone, rcode }: Answer): dns.Answer[] {
  if (!zone || (rcode !== "NOERROR" && rcode !== "NXDOMAIN")) return [];
  return [{ name: zone.name, type: "SOA", ttl: negativeTtlSeconds, data: soa(zone.nameServers[0] ?? "") }];
}

/** The values that Route 53 gives every zone: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
function soa(mname: string) {
  const rname = "awsdns-hostmaster.amazon.com";
  return { mname, rname, serial: 1, refresh: 7200, retry: 900, expire: 1_209_600, minimum: 86_400 };
}

function optRecord(subnet: Query["subnet"], { byLocation }: Answer): dns.Answer {
  const options = subnet
    ? [{ code: "CLIENT_SUBNET", ...subnet, scopePrefixLength: byLocation ? subnet.sourcePrefixLength : 0 }]
    : [];
  const opt = { type: "OPT", name: ".", udpPayloadSize: ourUdp, extendedRcode: 0, ednsVersion: 0, flags: 0, options };
  return opt as unknown as dns.Answer;
}

/** A record's value in dns-packet's form; none for a type that the twin does not know. */
function toRecord({ name, type, ttl, value }: Answer["answers"][number]): dns.Answer[] {
  const words = value.split(/\s+/);
  const bare = (text = "") => text.replace(/\.$/, "");
  switch (type) {
    case "A":
    case "AAAA":
      return [{ name, type, ttl, data: value }];
    case "CNAME":
    case "NS":
    case "PTR":
      return [{ name, type, ttl, data: bare(value) }];
    case "TXT":
      return [{ name, type, ttl, data: quotedStrings(value) }];
    case "MX":
      return [{ name, type, ttl, data: { preference: Number(words[0]), exchange: bare(words[1]) } }];
    case "SRV": {
      const [priority, weight, port] = words.map(Number);
      return [{ name, type, ttl, data: { priority: priority!, weight: weight!, port: port!, target: bare(words[3]) } }];
    }
    case "CAA": {
      const [issuer = ""] = quotedStrings(words.slice(2).join(" "));
      const data = {
        flags: Number(words[0]),
        tag: words[1] as "issue",
        value: issuer,
        issuerCritical: words[0] === "128",
      };
      return [{ name, type, ttl, data }];
    }
    default:
      return [];
  }
}

/** `"one" "two"` → [one, two]; text without quotes is one string. */
function quotedStrings(value: string): string[] {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
  return quoted.length > 0 ? quoted : [value];
}

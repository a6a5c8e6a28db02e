/** DNS messages byte by byte, so that queries can be as wrong as a test wants them. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import * as dns from "dns-packet";

export const u16 = (...values: number[]) => values.flatMap((value) => [value >> 8, value & 255]);
/** Labels as they are: dots in them are part of them. */
export const wireName = (...labels: (string | number[])[]) => [
  ...labels.flatMap((label) => {
    const bytes = [...Buffer.from(label as string)];
    return [bytes.length, ...bytes];
  }),
  0,
];
export const split = (name: string) => (name === "" ? [] : name.split("."));

export interface Asked {
  id?: number;
  /** Default: a standard query with recursion desired. */
  flags?: number;
  /** A name without escapes, or the bytes of one. */
  name?: string | number[];
  type?: number;
  class?: number;
  questions?: number;
  /** Whole records, after the question. */
  additionals?: number[][];
}

export const codes = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, DS: 43, HTTPS: 65, IXFR: 251, AXFR: 252, ANY: 255,
}; // biome-ignore format: one line

export function message(asked: Asked = {}): Buffer {
  const { id = 7, flags = 0x0100, name = "www.example.com", type = 1, questions = 1, additionals = [] } = asked;
  const bytes = typeof name === "string" ? wireName(...split(name)) : name;
  const question = [...bytes, ...u16(type, asked.class ?? 1)];
  const all = Array.from({ length: questions }, () => question).flat();
  return Buffer.from([...u16(id, flags, questions, 0, 0, additionals.length), ...all, ...additionals.flat()]);
}

export interface OptFields {
  name?: number[];
  udpSize?: number;
  version?: number;
  flags?: number;
  /** Code and data of each option. */
  options?: [number, number[]][];
}

export function opt({ name = [0], udpSize = 1232, version = 0, flags = 0, options = [] }: OptFields = {}): number[] {
  const data = options.flatMap(([code, bytes]) => [...u16(code, bytes.length), ...bytes]);
  return [...name, ...u16(41, udpSize), 0, version, ...u16(flags, data.length), ...data];
}

export const subnet = (family: number, source: number, scope: number, ...address: number[]): [number, number[]] => [
  8,
  [...u16(family), source, scope, ...address],
];

export interface Reply extends dns.DecodedPacket {
  rcode: string;
  bytes: Buffer;
}

export const decoded = (bytes: Buffer | undefined): Reply => ({ ...(dns.decode(bytes!) as Reply), bytes: bytes! });

/** `type data` of each record; OPT is left out. */
export const rows = (records: readonly dns.Answer[] | undefined) =>
  (records ?? [])
    .filter(({ type }) => type !== "OPT")
    .map(
      (record) =>
        `${record.name} ${record.type} ${"ttl" in record ? record.ttl : ""} ${text("data" in record ? record.data : "")}`,
    );

const text = (data: unknown): string => {
  if (Array.isArray(data)) {
    return data.map(String).join("|");
  }
  if (typeof data === "object" && data !== null && !Buffer.isBuffer(data)) {
    return Object.values(data).join(" ");
  }
  return String(data);
};

export async function overUdp(port: number, bytes: Buffer): Promise<Reply> {
  const socket = createSocket("udp4");
  try {
    const reply = once(socket, "message", { signal: AbortSignal.timeout(10_000) });
    socket.send(bytes, port, "127.0.0.1");
    return decoded((await reply)[0]);
  } finally {
    socket.close();
  }
}

export async function overTcp(port: number, bytes: Buffer): Promise<Reply> {
  const socket = connect(port, "127.0.0.1");
  socket.write(Buffer.concat([Buffer.from(u16(bytes.length)), bytes]));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      break;
    }
  }
  return decoded(received.subarray(2));
}

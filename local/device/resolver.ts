import { createSocket } from "node:dgram";
import { connect } from "node:net";
import * as dns from "dns-packet";
import type { Place, TwinContext } from "../context";
import { anycast } from "../data/edges";
import { networkError } from "../network/connection";

interface Cached {
  addresses: string[];
  /** Twin time. */
  askedAt: number;
  expires: number;
}

export interface Resolved {
  addresses: string[];
  /** Seconds that are left of the answer's life. */
  ttl: number;
  /** Twin ms that asking took; 0 from the cache. */
  ms: number;
}

const attempts = 3;
/** Real time: the server is on this machine. Counted in turns of the event loop: one that is busy keeps the server from answering too. */
const longestMs = 1_000;
const turns = 20;
const defaultNegativeTtl = 60;

/** A resolver at a place: asks the twin's DNS server with its client's subnet (RFC 7871), keeps answers by their TTL. */
export class Resolver {
  readonly #cache = new Map<string, Cached>();
  /** Which share of the resolvers it belongs to. */
  readonly #draw = Math.random();
  readonly #asking = new Map<string, Promise<Cached>>();
  readonly #context: Pick<TwinContext, "clock" | "faults" | "network">;
  readonly #place: Place;
  readonly #dnsPort: number;

  readonly #timeoutMs: number;

  constructor(
    context: Pick<TwinContext, "clock" | "faults" | "network">,
    place: Place,
    dnsPort: number,
    timeoutMs = longestMs,
  ) {
    this.#context = context;
    this.#place = place;
    this.#dnsPort = dnsPort;
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects with ENOTFOUND where the name has no address, with EAI_AGAIN where nobody answers. */
  async lookup(hostname: string): Promise<Resolved> {
    const { clock } = this.#context;
    const start = clock.now();
    let cached = this.#cache.get(hostname);
    const { keepMs = 0 } = this.#context.faults.effects({}, this.#draw);
    const kept = cached !== undefined && Math.max(cached.expires, cached.askedAt + keepMs) > start;
    if (!cached || !kept) {
      const asking = this.#asking.get(hostname) ?? this.#ask(hostname).finally(() => this.#asking.delete(hostname));
      this.#asking.set(hostname, asking);
      cached = await asking;
    }
    if (cached.addresses.length === 0) {
      throw networkError("ENOTFOUND", `getaddrinfo ENOTFOUND ${hostname}`, { hostname });
    }
    const now = clock.now();
    const ttl = Math.max(0, Math.round((cached.expires - now) / 1_000));
    return { addresses: cached.addresses, ttl, ms: kept ? 0 : now - start };
  }

  async #ask(hostname: string): Promise<Cached> {
    const { clock, network } = this.#context;
    // The resolver is beside its client; Route 53 answers at the edge nearest to it.
    await clock.sleep(network.roundTripMs(this.#place, anycast));
    const reply = await this.#exchange(this.#query(hostname));
    // As getaddrinfo: a server that cannot answer now is not one that says that there is nothing.
    if (rcodeOf(reply) === "SERVFAIL") {
      throw networkError("EAI_AGAIN", `getaddrinfo EAI_AGAIN ${hostname}: SERVFAIL`);
    }
    if (isReferral(reply)) {
      throw networkError("EAI_AGAIN", `getaddrinfo EAI_AGAIN ${hostname}: its name servers are not in the twin`);
    }
    const answers = (reply.answers ?? []).flatMap((record) => (record.type === "A" ? [record] : []));
    const ttls = (reply.answers ?? []).map((record) => ("ttl" in record ? (record.ttl ?? 0) : 0));
    const soa = reply.authorities?.find((record) => record.type === "SOA");
    const negative = soa ? Math.min(soa.ttl ?? defaultNegativeTtl, soa.data.minimum ?? defaultNegativeTtl) : 0;
    const seconds = answers.length > 0 ? Math.min(...ttls) : Math.min(negative, ...ttls);
    const askedAt = clock.now();
    const cached = { addresses: answers.map(({ data }) => data), askedAt, expires: askedAt + seconds * 1_000 };
    this.#cache.set(hostname, cached);
    return cached;
  }

  #query(name: string): Buffer {
    const ip = this.#context.network.clientIp(this.#place);
    const options = [{ code: "CLIENT_SUBNET", ip, sourcePrefixLength: 24, scopePrefixLength: 0 }];
    const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0, options };
    return dns.encode({
      id: Math.floor(Math.random() * 65_536),
      type: "query",
      flags: dns.RECURSION_DESIRED,
      questions: [{ name, type: "A" }],
      additionals: [opt as unknown as dns.Answer],
    });
  }

  async #exchange(query: Buffer): Promise<dns.DecodedPacket> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const reply = await overUdp(query, this.#dnsPort, this.#timeoutMs);
      if (!reply) {
        continue;
      }
      return reply.flag_tc ? await overTcp(query, this.#dnsPort, this.#timeoutMs) : reply;
    }
    throw networkError("EAI_AGAIN", "getaddrinfo EAI_AGAIN: the twin's DNS server does not answer");
  }
}

/** dns-packet's types leave the code out. */
const rcodeOf = (packet: dns.DecodedPacket) => (packet as { rcode?: string }).rcode;

/** Servers that know more, without authority and without an answer (RFC 1034, 4.3.2). */
const isReferral = ({ flag_aa, answers, authorities }: dns.DecodedPacket) =>
  !flag_aa && (answers ?? []).length === 0 && (authorities ?? []).some(({ type }) => type === "NS");

function decode(message: Buffer): dns.DecodedPacket | undefined {
  try {
    return dns.decode(message);
  } catch {
    return undefined;
  }
}

/** Runs after a time in which the event loop has turned often enough. Returns what calls it off. */
function after(ms: number, run: () => void): () => void {
  let left = turns;
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(() => (--left > 0 ? next() : run()), ms / turns).unref();
  };
  next();
  return () => clearTimeout(timer);
}

function overUdp(query: Buffer, port: number, timeoutMs: number): Promise<dns.DecodedPacket | undefined> {
  return new Promise((resolve) => {
    // A question that nobody answers any more must not keep a twin that has stopped.
    const socket = createSocket("udp4").unref();
    const callOff = after(timeoutMs, () => done(undefined));
    const done = (reply: dns.DecodedPacket | undefined) => {
      callOff();
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve(reply);
    };
    socket.on("error", () => done(undefined));
    socket.on("message", (message) => {
      const reply = decode(message);
      if (reply?.id === query.readUInt16BE(0)) {
        done(reply);
      }
    });
    // A connected socket hears at once that nobody listens there.
    socket.connect(port, "127.0.0.1", () => socket.send(query));
  });
}

function overTcp(query: Buffer, port: number, timeoutMs: number): Promise<dns.DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    let received = Buffer.alloc(0);
    const callOff = after(timeoutMs, () =>
      socket.destroy(networkError("EAI_AGAIN", "the twin's DNS server does not answer")),
    );
    socket.on("close", callOff);
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) {
        return;
      }
      const reply = decode(received.subarray(2, 2 + received.readUInt16BE(0)));
      if (reply) {
        resolve(reply);
      }
      socket.destroy(reply ? undefined : networkError("EAI_AGAIN", "the twin's DNS server answers what is not DNS"));
    });
    socket.write(Buffer.concat([length, query]));
  });
}

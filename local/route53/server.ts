import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { InvalidInput } from "../../model/invalid-input";
import type { DnsAnswer } from "./rules/answer";
import { failure, type Query, respond } from "./rules/wire";

const idleMs = 10_000;
/** How often to look for a port that is free for both protocols. */
const attempts = 20;

/** A DNS server on loopback: UDP and TCP on one port. `respond` decides what it says. */
export class DnsServer {
  #udp: UdpSocket | undefined;
  #tcp: Server | undefined;
  readonly #open = new Set<Socket>();

  readonly #ask: (query: Query) => DnsAnswer;
  readonly #failed: (error: Error) => void;

  /** `failed` hears why an answer could not be made. */
  constructor(ask: (query: Query) => DnsAnswer, failed: (error: Error) => void) {
    this.#ask = ask;
    this.#failed = failed;
  }

  get port(): number {
    return (this.#tcp?.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Port 0 finds one that is free. Rejects with InvalidInput where a given one is taken. */
  async start(port: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#listen(port);
      } catch (error) {
        await this.stop();
        const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
        if (taken && port !== 0) {
          throw new InvalidInput(`DNS port ${port} is taken; choose another with --dns-port, or 0 for a free one`);
        }
        if (!taken || attempt === attempts) {
          throw error;
        }
      }
    }
  }

  async stop(): Promise<void> {
    const [udp, tcp] = [this.#udp, this.#tcp];
    this.#udp = this.#tcp = undefined;
    for (const socket of this.#open) {
      socket.destroy();
    }
    await Promise.all([
      udp && new Promise<void>((resolve) => udp.close(resolve)),
      tcp && new Promise((resolve) => tcp.close(resolve)),
    ]);
  }

  async #listen(port: number): Promise<void> {
    const tcp = createServer((socket) => this.#serve(socket));
    this.#tcp = tcp;
    await new Promise<void>((resolve, reject) => {
      tcp.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    const udp = createSocket("udp4");
    this.#udp = udp;
    udp.on("message", (message, from) => {
      const reply = this.#reply(message, "udp");
      if (reply) {
        udp.send(reply, from.port, from.address, () => {});
      }
    });
    await new Promise<void>((resolve, reject) => {
      udp.once("error", reject).bind(this.port, "127.0.0.1", resolve);
    });
    udp.on("error", () => {});
  }

  /** Whatever is asked and declared, one answer never ends the server. */
  #reply(message: Buffer, transport: "udp" | "tcp"): Buffer | undefined {
    try {
      return respond(message, transport, this.#ask);
    } catch (error) {
      this.#failed(error as Error);
      return failure(message);
    }
  }

  /** Messages on TCP have their length before them (RFC 1035, 4.2.2). */
  #serve(socket: Socket): void {
    let remaining: Buffer = Buffer.alloc(0);
    this.#open.add(socket);
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => this.#open.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      remaining = Buffer.concat([remaining, chunk]);
      while (remaining.length >= 2 && remaining.length >= 2 + remaining.readUInt16BE(0)) {
        const end = 2 + remaining.readUInt16BE(0);
        const reply = this.#reply(remaining.subarray(2, end), "tcp");
        remaining = remaining.subarray(end);
        if (!reply) {
          return void socket.destroy();
        }
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        socket.write(Buffer.concat([length, reply]));
      }
    });
  }
}

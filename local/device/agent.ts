import { once } from "node:events";
import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { connect as tlsConnect } from "node:tls";
import type { Connection, Place, TwinContext } from "../context";
import { networkError } from "../network/connection";
import type { Resolver } from "./resolver";

/** What Node passes to `createConnection`, with what the client adds. */
export interface Wanted {
  host: string;
  port: number;
  secure: boolean;
  trace: string;
  deadline: number;
  phases: { dnsMs: number; connectMs: number; tlsMs: number };
}

/** Connects as somebody at a place does, notes how long each step took, and keeps connections for the next request. */
export class PlaceAgent extends Agent {
  readonly #connections = new WeakMap<Duplex, Connection>();
  readonly #context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger">;
  readonly #place: Place;
  readonly #resolver: Resolver;
  readonly #authority: string;

  constructor(
    context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger">,
    place: Place,
    resolver: Resolver,
    authority: string,
  ) {
    super({ keepAlive: true, maxFreeSockets: 64 });
    this.#context = context;
    this.#place = place;
    this.#resolver = resolver;
    this.#authority = authority;
  }

  /** Charges what comes next on a kept connection to this trace. */
  charge(socket: Duplex, trace: string): void {
    const connection = this.#connections.get(socket);
    if (connection) {
      connection.trace = trace;
    }
  }

  override getName(options: object): string {
    const { host, port, secure } = options as Wanted;
    return `${secure ? "https" : "http"}://${host}:${port}`;
  }

  override createConnection(options: object, done?: (error: Error | null, socket: Duplex) => void): undefined {
    this.#open(options as Wanted).then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as never),
    );
  }

  /** A connection to a host without TLS, for proxies too. Tries the name's addresses in order. */
  async connect(wanted: Wanted): Promise<Connection> {
    const { addresses, ms, ttl } = await this.#resolve(wanted);
    wanted.phases.dnsMs = ms;
    const { clock, network } = this.#context;
    const start = clock.now();
    let failure: unknown;
    for (const [index, ip] of addresses.entries()) {
      const timeoutMs = Math.max(1, (wanted.deadline - clock.now()) / (addresses.length - index));
      try {
        const connection = await network.connect({
          from: this.#place,
          ip,
          port: wanted.port,
          trace: wanted.trace,
          timeoutMs,
        });
        wanted.phases.connectMs = clock.now() - start;
        this.#note(wanted, "client", `connect to ${ip}:${wanted.port} (from DNS for ${ttl} s)`, start, "ok");
        return connection;
      } catch (error) {
        failure = error;
        this.#note(wanted, "client", `connect to ${ip}:${wanted.port}`, start, `error: ${codeOf(error)}`);
      }
    }
    throw failure;
  }

  async #open(wanted: Wanted): Promise<Duplex> {
    const connection = await this.connect(wanted);
    if (!wanted.secure) {
      connection.on("error", () => {});
      this.#connections.set(connection, connection);
      return connection;
    }
    const { clock } = this.#context;
    const start = clock.now();
    const socket = tlsConnect({
      socket: connection,
      servername: wanted.host,
      ca: this.#authority,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
    });
    // Between two listeners (this one's and its request's, or the pool's) an error must not end the process.
    socket.on("error", () => {});
    connection.on("error", (error) => socket.destroy(error));
    connection.on("close", () => {
      if (!connection.readableEnded) {
        socket.destroy(networkError("ECONNRESET", "read ECONNRESET"));
      }
    });
    const late = clock.sleep(Math.max(0, wanted.deadline - start)).then(() => {
      throw networkError("ETIMEDOUT", `TLS handshake with ${wanted.host} took too long`);
    });
    try {
      await Promise.race([once(socket, "secureConnect"), late]);
    } catch (error) {
      socket.destroy();
      connection.destroy();
      this.#note(wanted, "client", "TLS handshake", start, `error: ${codeOf(error)}`);
      throw error;
    } finally {
      late.catch(() => {});
    }
    wanted.phases.tlsMs = clock.now() - start;
    this.#note(wanted, "client", "TLS handshake", start, "ok");
    this.#connections.set(socket, connection);
    return socket;
  }

  async #resolve(wanted: Wanted) {
    const start = this.#context.clock.now();
    try {
      const found = await this.#resolver.lookup(wanted.host);
      if (found.ms > 0) {
        this.#note(wanted, "route53", `resolve to ${found.addresses.join(", ")}`, start, "ok");
      }
      return found;
    } catch (error) {
      this.#note(wanted, "route53", "resolve", start, `error: ${codeOf(error)}`);
      throw error;
    }
  }

  #note({ trace, host }: Wanted, service: string, action: string, start: number, outcome: string): void {
    this.#context.ledger.hop({
      trace,
      at: start,
      ms: this.#context.clock.now() - start,
      service,
      resource: host,
      action,
      place: this.#place.name,
      region: null,
      dataClass: "routing",
      outcome,
    });
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).message;

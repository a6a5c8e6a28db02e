/** What every service of the twin is given, and what it gives back. */

import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Graph } from "../graph/graph";
import type { DataClass } from "../model/topology";
import type { Faults } from "./faults/types";

/** Time in the twin. `speed` 10 makes intervals, TTLs, lags and round trips ten times shorter in real time. */
export interface Clock {
  readonly speed: number;
  /** Milliseconds since the epoch, in the twin's time. */
  now(): number;
  /** Resolves after `ms` of the twin's time; rejects when the twin stops. */
  sleep(ms: number): Promise<void>;
  /** Repeats until the twin stops or the returned function is called. Never overlaps itself. */
  every(ms: number, run: () => void | Promise<void>): () => void;
  /** Twin milliseconds → real milliseconds, for sockets and library time-outs. */
  real(ms: number): number;
  /** While `run` goes on, time passes no faster than real time: what it does is work, which speed does not shorten. */
  work<T>(run: () => Promise<T>): Promise<T>;
}

/** A point on the map that traffic comes from or goes to. `region` is set for places inside an AWS Region. */
export interface Place {
  name: string;
  latitude: number;
  longitude: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** A state of the US, as ISO 3166-2 has it without `US-`. */
  subdivision?: string;
  region?: string;
}

export type { Fault, Faults } from "./faults/types";

/** One thing that happened and is worth a line on the timeline. */
export interface TwinEvent {
  at: number;
  kind: string;
  /** Region, record, endpoint … that it is about. */
  subject: string;
  message: string;
}

export interface Events {
  add(kind: string, subject: string, message: string): void;
  list(since?: number): TwinEvent[];
  onEvent(listener: (event: TwinEvent) => void): void;
}

/** One step of a request, with where it happened. */
export interface Hop {
  trace: string;
  at: number;
  ms: number;
  /** The AWS service's file here: `route53`, `global-accelerator`, `load-balancer`, `api-gateway`, `lambda`, `dynamodb`, `cognito`, or `client`. */
  service: string;
  /** Logical name of the resource, or the host name asked for. */
  resource: string;
  action: string;
  place: string;
  region: string | null;
  jurisdiction: string | null;
  dataClass: DataClass;
  /** `ok`, an HTTP status, or what refused it: `refused: misrouted`. */
  outcome: string;
}

/** A request with all its hops. `organization` and `home` are filled in as soon as any hop knows them. */
export interface Trace {
  id: string;
  at: number;
  from: string;
  organization: string | null;
  home: string | null;
  hops: Hop[];
}

/** Every hop of every request. A personal hop that was served outside `home` is a crossing: there must be none. */
export interface Ledger {
  open(from: string): string;
  hop(hop: Omit<Hop, "at" | "jurisdiction"> & { at?: number }): void;
  /** The organization that a trace is about, and its home jurisdiction in the registry's truth. */
  about(trace: string, organization: string, home: string): void;
  trace(id: string): Trace | undefined;
  list(options?: { limit?: number; organization?: string }): Trace[];
  crossings(): { trace: Trace; hop: Hop }[];
  onHop(listener: (hop: Hop) => void): void;
}

/** Who is at the other end of a connection: found by the port it comes from. */
export interface Caller {
  place: Place;
  ip: string;
  trace: string;
}

export interface ConnectOptions {
  from: Place;
  ip: string;
  port: number;
  trace: string;
  /** The address that the server sees as the client's, where it is not `from`'s own. */
  clientIp?: string;
  /** For a proxy that passes a connection on: whose it is. Address, place and the running trace stay the client's. */
  via?: Caller;
  timeoutMs?: number;
}

/** A connection between places. Set `trace` before each request on a kept-alive one: the server then charges its hops to it. */
export interface Connection extends Duplex {
  trace: string;
}

/** The internet between places, on loopback: simulated addresses, measured round trips, Regions that can be gone. */
export interface Network {
  /**
   * Puts a listening server at a simulated address (one that does not listen yet is made to, on a free loopback port).
   * Connections to it exist only through `connect`. `place` names the Region's or edge's place; `anycast` of
   * data/edges.ts stands for all edges. `ip` adds a port to an address that is already served.
   * Returns the address it can be reached at.
   */
  serve(options: {
    server: Server;
    port: number;
    place: Place;
    name: string;
    ip?: string;
    /** The service that it is of, whose faults then reach it. */
    service?: string;
  }): Promise<{ ip: string; loopbackPort: number }>;
  /**
   * Opens a connection as a client at `from` would: a round trip to connect, half a round trip each way after that.
   * Never resolves sooner than the network would; rejects with code ECONNREFUSED where nothing listens and
   * ETIMEDOUT after `timeoutMs` where the Region is down (its packets vanish).
   */
  connect(options: ConnectOptions): Promise<Connection>;
  /** The caller behind a socket that a served server accepted. */
  callerOf(remotePort: number | undefined): Caller | undefined;
  /** Round trip in ms between two places. */
  roundTripMs(a: Place, b: Place): number;
  /** Places by name: client cities, and each Region by its AWS id. Throws InvalidInput with the list for an unknown one. */
  place(name: string): Place;
  places(): Place[];
  /** The address that a client at `place` has, from a documentation range; DNS sees it as the client subnet. */
  clientIp(place: Place): string;
  placeOfIp(ip: string): Place | undefined;
  /** Says which addresses a host name of AWS's own stands for (a regional domain name, an accelerator, cognito-idp…). */
  publish(hostname: string, ips: string[]): void;
  /** The addresses behind such a name, or undefined; Route 53 follows aliases with it. */
  addressesOf(hostname: string): string[] | undefined;
  /** Everything that is served, for `GET /api/endpoints`. */
  endpoints(): { name: string; ip: string; port: number; loopbackPort: number; place: string }[];
}

export interface TwinContext {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly events: Events;
  readonly ledger: Ledger;
  readonly network: Network;
  /** A folder of this twin's own, removed when it stops. */
  readonly stateDir: string;
  /** Ports that services are asked to serve at, by name; a free one where there is none, or 0. */
  readonly ports: Readonly<Record<string, number>>;
}

/** A part of the twin. `start` resolves when it serves; `stop` leaves nothing open. */
export interface Service {
  start(): Promise<void>;
  stop(): Promise<void>;
}

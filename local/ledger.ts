import { randomUUID } from "node:crypto";
import { jurisdictionOf } from "../model/topology";
import type { Clock, Hop, Ledger, Trace } from "./context";
import { crossingsOf } from "./crossing";

/** The newest `limit` traces, each with its newest hops. Crossings are kept when their trace has left the ring. */
export class RingLedger implements Ledger {
  readonly #traces = new Map<string, Trace>();
  readonly #kept: { trace: Trace; hop: Hop }[] = [];
  readonly #listeners: ((hop: Hop) => void)[] = [];

  readonly #clock: Pick<Clock, "now">;
  readonly #limit: number;
  readonly #hopLimit: number;

  constructor(clock: Pick<Clock, "now">, limit = 2_000, hopLimit = 500) {
    this.#clock = clock;
    this.#limit = limit;
    this.#hopLimit = hopLimit;
  }

  open(from: string): string {
    const id = randomUUID();
    this.#add(id, from);
    return id;
  }

  hop(step: Omit<Hop, "at" | "jurisdiction"> & { at?: number }): void {
    const jurisdiction = step.region === null ? null : (jurisdictionOf(step.region) ?? null);
    const hop: Hop = { ...step, at: step.at ?? this.#clock.now(), jurisdiction };
    const trace = this.#traces.get(hop.trace) ?? this.#add(hop.trace, hop.place);
    trace.hops.push(hop);
    if (trace.hops.length > this.#hopLimit) {
      this.#forgetHop(trace);
    }
    for (const listener of this.#listeners) {
      listener(hop);
    }
  }

  about(id: string, organization: string, home: string): void {
    const trace = this.#traces.get(id) ?? this.#add(id, "unknown");
    // A connection can carry requests of several organizations: what the first one's showed must not be lost.
    if (trace.home !== null && trace.home !== home) {
      this.#keep(trace);
    }
    trace.organization = organization;
    trace.home = home;
  }

  trace(id: string): Trace | undefined {
    return this.#traces.get(id);
  }

  /** Newest first. */
  list({ limit = 100, organization }: { limit?: number; organization?: string } = {}): Trace[] {
    const all = [...this.#traces.values()].reverse();
    return all.filter((trace) => organization === undefined || trace.organization === organization).slice(0, limit);
  }

  crossings(): { trace: Trace; hop: Hop }[] {
    const known = new Set(this.#kept.map(({ hop }) => hop));
    const live = [...this.#traces.values()].flatMap((trace) => crossingsOf(trace).map((hop) => ({ trace, hop })));
    return [...this.#kept, ...live.filter(({ hop }) => !known.has(hop))];
  }

  onHop(listener: (hop: Hop) => void): void {
    this.#listeners.push(listener);
  }

  #add(id: string, from: string): Trace {
    const trace: Trace = { id, at: this.#clock.now(), from, organization: null, home: null, hops: [] };
    this.#traces.set(id, trace);
    if (this.#traces.size > this.#limit) {
      const [oldest] = this.#traces.values();
      if (oldest) {
        this.#keep(oldest);
        this.#traces.delete(oldest.id);
      }
    }
    return trace;
  }

  /** Hops without personal data go first: they can never be a crossing. */
  #forgetHop(trace: Trace): void {
    const index = trace.hops.findIndex((hop) => hop.dataClass !== "personal");
    if (index < 0) {
      this.#keep(trace);
    }
    trace.hops.splice(Math.max(index, 0), 1);
  }

  #keep(trace: Trace): void {
    const known = new Set(this.#kept.map(({ hop }) => hop));
    for (const hop of crossingsOf(trace)) {
      if (!known.has(hop)) {
        this.#kept.push({ trace: { ...trace, hops: [...trace.hops] }, hop });
      }
    }
    this.#kept.splice(0, Math.max(0, this.#kept.length - 1_000));
  }
}

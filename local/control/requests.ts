/** Gathers hops into requests: a trace that has been quiet for a while has ended. */
import type { Hop, Ledger } from "../context";
import { type RequestSummary, summaryOf } from "./summaries";

/** Since the twin started. `hops` are those of personal data in a Region, by jurisdiction. */
export interface LedgerCounts {
  requests: number;
  failed: number;
  hops: Record<string, number>;
  crossings: number;
}

/** Real ms: a journey's pauses are shorter, and the page should not wait longer. */
const quietMs = 300;
const kept = 200;

export class Requests {
  readonly #open = new Map<string, number>();
  readonly #ended: RequestSummary[] = [];
  readonly #listeners: ((ended: RequestSummary[]) => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly counts: LedgerCounts = { requests: 0, failed: 0, hops: {}, crossings: 0 };

  /** `people` are the places that requests come from; what the twin asks by itself (health checkers) is not one. */
  constructor(
    readonly ledger: Ledger,
    readonly people: ReadonlySet<string>,
    readonly nameOf: (organization: string) => string = String,
  ) {
    ledger.onHop((hop) => this.#note(hop));
    this.#timer = setInterval(() => this.#sweep(), quietMs / 2);
    this.#timer.unref();
  }

  /** The last requests that ended, newest last. */
  ended(): readonly RequestSummary[] {
    return this.#ended;
  }

  onEnded(listener: (ended: RequestSummary[]) => void): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #note(hop: Hop): void {
    this.#open.set(hop.trace, performance.now());
    if (hop.dataClass !== "personal" || hop.region === null) {
      return;
    }
    const where = hop.jurisdiction ?? "unknown";
    this.counts.hops[where] = (this.counts.hops[where] ?? 0) + 1;
  }

  #sweep(): void {
    const quiet = performance.now() - quietMs;
    const ids = [...this.#open].filter(([, last]) => last <= quiet).map(([id]) => id);
    const ended: RequestSummary[] = [];
    for (const id of ids) {
      this.#open.delete(id);
      const trace = this.ledger.trace(id);
      if (trace?.hops.length && this.people.has(trace.from)) {
        ended.push(summaryOf(trace, this.nameOf));
      }
    }
    if (ended.length === 0) {
      return;
    }
    this.counts.requests += ended.length;
    this.counts.failed += ended.filter((request) => !request.ok).length;
    this.counts.crossings = this.ledger.crossings().length;
    this.#ended.push(...ended);
    this.#ended.splice(0, Math.max(0, this.#ended.length - kept));
    for (const listener of this.#listeners) {
      listener(ended);
    }
  }
}

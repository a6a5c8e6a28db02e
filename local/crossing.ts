/** What a crossing is: the one question that the ledger exists for. */
import type { Hop, Trace } from "./context";

/** Whether the step gave what was asked for: `ok` or an HTTP status below 400. A refusal or an error gave nothing away. */
export function isServed(outcome: string): boolean {
  return outcome === "ok" || /^[123]\d\d\b/.test(outcome);
}

/**
 * The hops of a trace that served personal data in another jurisdiction than the home's. A Region that the topology
 * does not know is nobody's jurisdiction, so it is outside too. Places that are in no Region (edge, client) are not judged.
 */
export function crossingsOf(trace: Pick<Trace, "home" | "hops">): Hop[] {
  const { home } = trace;
  if (home === null) {
    return [];
  }
  return trace.hops.filter(
    (hop) => hop.dataClass === "personal" && hop.region !== null && hop.jurisdiction !== home && isServed(hop.outcome),
  );
}

/**
 * How the health function hears from the functions that users need, in their own environments, with their own roles and
 * tables. No request can look like it: API Gateway and load balancers write their events themselves.
 */
import { check, type Dependency, type DependencyHealth } from "./dependencies";

/** Shorter than the health function waits, so that it hears which dependency is silent. */
export const probeTimeoutMs = 700;

export const probeEvent = { probe: "dependencies" } as const;
export type Probe = typeof probeEvent;

export interface ProbeResult {
  dependencies: DependencyHealth[];
}

export const isProbe = (event: unknown): event is Probe =>
  (event as { probe?: unknown } | null | undefined)?.probe === probeEvent.probe;

/** A handler of events `E` that answers probes too, with the state of what it needs. */
export const answersProbes =
  <E, R>(dependencies: readonly Dependency[], handle: (event: E) => Promise<R>, timeoutMs = probeTimeoutMs) =>
  async (event: E | Probe): Promise<R | ProbeResult> =>
    isProbe(event) ? { dependencies: await check(dependencies, timeoutMs) } : handle(event);

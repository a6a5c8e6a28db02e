import { admits, type Breaker, closed, failed, lapsed, probeDue, probed } from "./breaker";
import { createLatency, type Latency } from "./latency";
import type { Runtime } from "./platform";
import type { Home, HomeEndpoint } from "./types";

/** What this client has seen of one endpoint. */
export interface Health {
  breaker: Breaker;
  readonly latency: Latency;
  /** Safe requests under way, each told when the endpoint opens. */
  readonly flights: Set<() => void>;
}

/** Why the endpoint in use has changed. */
export type Shift = "failures" | "slow" | "recovered" | "network";

export interface Fleet {
  of(endpoint: HomeEndpoint): Health;
  /** The first endpoint, in the answer's order, that may be used and is not `spent`. `careful` requests make no trials. */
  choose(home: Home, spent: (endpoint: HomeEndpoint) => boolean, careful: boolean): HomeEndpoint | undefined;
  /** Resolves with true when a trial or probe that is under way has ended, with false where none is. */
  verdict(home: Home): Promise<boolean>;
  /** The endpoint that is used now, without asking for anything. */
  active(home: Home): HomeEndpoint | undefined;
  succeeded(endpoint: HomeEndpoint, ms: number): void;
  failed(endpoint: HomeEndpoint, why: Shift): void;
  /** Neither good nor bad: a trial that was called off. */
  released(endpoint: HomeEndpoint): void;
  /** It was the network, not the endpoints: each may be tried again at once. */
  pardon(): void;
}

const probeTimeoutMs = 2000;

export function createFleet(runtime: Runtime, fetchInit: RequestInit, shifted: (why: Shift) => void): Fleet {
  const all = new Map<string, Health>();
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  function of({ api }: HomeEndpoint): Health {
    const health = all.get(api) ?? { breaker: closed, latency: createLatency(), flights: new Set() };
    all.set(api, health);
    return health;
  }

  function fail(endpoint: HomeEndpoint, why: Shift): void {
    const health = of(endpoint);
    const before = health.breaker.state;
    health.breaker = failed(health.breaker, runtime.now(), runtime.random());
    wake();
    if (health.breaker.state !== "open" || before === "open") return;
    for (const leave of [...health.flights]) leave();
    shifted(why);
  }

  /** Asks the health path, which carries no token and no data, so that no user's request is put at risk. */
  async function probe(endpoint: HomeEndpoint): Promise<void> {
    const health = of(endpoint);
    health.breaker = { ...health.breaker, busy: true };
    const abort = new AbortController();
    const timer = runtime.setTimeout(() => abort.abort(), probeTimeoutMs);
    const gone = new Promise<never>((_, reject) => abort.signal.addEventListener("abort", reject));
    try {
      const init: RequestInit = { ...fetchInit, signal: abort.signal, redirect: "manual", credentials: "omit" };
      const response = await Promise.race([runtime.fetch(`${endpoint.api}/healthz`, init), gone]);
      if (response.status !== 200) throw response.status;
      health.breaker = probed(health.breaker);
      wake();
    } catch {
      fail(endpoint, "failures");
    } finally {
      runtime.clearTimeout(timer);
    }
  }

  return {
    of,
    choose(home, spent, careful) {
      const now = runtime.now();
      let trial: HomeEndpoint | undefined;
      let found: HomeEndpoint | undefined;
      let due: HomeEndpoint | undefined;
      for (const endpoint of home.endpoints) {
        const { breaker } = of(endpoint);
        const answer = admits(breaker, now);
        const ready = !spent(endpoint);
        if (answer === "no" && probeDue(breaker, now)) {
          // Where nobody else is left, the request itself is the probe.
          if (ready && !found && !trial) due ??= endpoint;
          else probe(endpoint);
        }
        if (answer === "trial" && ready) trial ??= endpoint;
        if (answer === "yes" && ready) found ??= endpoint;
        if (trial && !careful) found ??= trial;
      }
      found ??= trial;
      if (due && found) probe(due);
      found ??= due;
      if (found) {
        const health = of(found);
        if (health.breaker.state !== "closed") health.breaker = { ...health.breaker, state: "half-open", busy: true };
      }
      return found;
    },
    async verdict(home) {
      if (!home.endpoints.some((endpoint) => of(endpoint).breaker.busy)) return false;
      await new Promise<void>((resolve) => waiting.add(resolve));
      return true;
    },
    active: (home) => home.endpoints.find((endpoint) => of(endpoint).breaker.state === "closed"),
    succeeded(endpoint, ms) {
      const { latency, breaker } = of(endpoint);
      const slow = ms > 2 * Math.max(latency.p95(), 10);
      if (ms >= 0) latency.add(ms);
      if (breaker.state !== "closed") {
        of(endpoint).breaker = closed;
        wake();
        shifted("recovered");
      } else if (breaker.failures && !slow) of(endpoint).breaker = closed;
    },
    failed: fail,
    released(endpoint) {
      const health = of(endpoint);
      if (health.breaker.busy) health.breaker = { ...health.breaker, busy: false };
      wake();
    },
    pardon() {
      for (const health of all.values())
        if (health.breaker.state !== "closed") health.breaker = { ...health.breaker, state: "half-open", busy: false };
    },
  };
}

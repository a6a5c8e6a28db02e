import { admits, admitsAsLast, type Breaker, closed, failed, lastFrom } from "./breaker";
import { createLatency, type Latency } from "./latency";
import type { Runtime } from "./platform";
import type { Home, HomeEndpoint } from "./types";

/** What this client has seen of one endpoint. */
export interface Health {
  breaker: Breaker;
  readonly latency: Latency;
  /** Safe requests under way, each notified when the endpoint opens. */
  readonly inFlight: Set<() => unknown>;
}

/** Why the endpoint in use has changed. */
export type Shift = "failures" | "slow" | "recovered";

export interface Endpoints {
  of(endpoint: HomeEndpoint): Health;
  /**
   * The first endpoint, in the response's order, that may be used and is not `spent`. Reads make the trials: they are
   * hedged, so a trial that fails costs nobody much. `careful` requests make one only where nobody else is left.
   */
  choose(home: Home, spent: (endpoint: HomeEndpoint) => boolean, careful: boolean): HomeEndpoint | undefined;
  /** A request is on its way. To an open endpoint it is the trial, and nobody else makes one meanwhile. */
  began(endpoint: HomeEndpoint): void;
  /** Resolves with true when a trial that is under way has ended, with false where none is. */
  trialEnd(home: Home): Promise<boolean>;
  /** The endpoint that is used now, without asking for anything. */
  active(home: Home): HomeEndpoint | undefined;
  succeeded(endpoint: HomeEndpoint, ms: number): void;
  failed(endpoint: HomeEndpoint, why: Shift): void;
  /** Neither good nor bad: a trial that was called off. */
  released(endpoint: HomeEndpoint): void;
  /** It was the network, not the endpoints: each may be tried again at once. */
  resetBreakers(): void;
}

export function createEndpoints(runtime: Runtime, shifted: (why: Shift) => void): Endpoints {
  const all = new Map<string, Health>();
  const waiting = new Set<() => void>();

  /** Whoever waits for the end of a trial looks again. */
  function set(health: Health, breaker: Breaker): void {
    health.breaker = breaker;
    for (const resolve of waiting) {
      resolve();
    }
    waiting.clear();
  }

  function of({ api }: HomeEndpoint): Health {
    const health = all.get(api) ?? { breaker: closed, latency: createLatency(), inFlight: new Set() };
    all.set(api, health);
    return health;
  }

  return {
    of,
    choose(home, spent, careful) {
      let found: HomeEndpoint | undefined;
      let trial: HomeEndpoint | undefined;
      for (const endpoint of home.endpoints) {
        const admitted = spent(endpoint) ? "no" : admits(of(endpoint).breaker, runtime.now());
        if (admitted === "trial") {
          trial ??= endpoint;
        }
        if (admitted === "yes" || (admitted === "trial" && !careful)) {
          found ??= endpoint;
        }
      }
      if (found || trial || !home.endpoints.every((endpoint) => of(endpoint).breaker.isOpen)) {
        return found ?? trial;
      }
      // All are marked. The one that has waited longest is tried: a mark must not outlast an outage of all by minutes.
      return home.endpoints
        .filter((endpoint) => !spent(endpoint) && admitsAsLast(of(endpoint).breaker, runtime.now()))
        .sort((a, b) => of(a).breaker.lastAt - of(b).breaker.lastAt)[0];
    },
    began(endpoint) {
      const health = of(endpoint);
      const trying = health.breaker.isOpen;
      if (trying) {
        const lastAt = lastFrom(runtime.now(), runtime.random());
        health.breaker = { ...health.breaker, lastAt, trying };
      }
    },
    async trialEnd(home) {
      const trying = home.endpoints.some((endpoint) => of(endpoint).breaker.trying);
      if (trying) {
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
      return trying;
    },
    active: (home) => home.endpoints.find((endpoint) => !of(endpoint).breaker.isOpen),
    succeeded(endpoint, ms) {
      const health = of(endpoint);
      const { latency, breaker } = health;
      const slow = ms > 2 * Math.max(latency.p95(), 10);
      latency.add(ms);
      if (breaker.isOpen || (breaker.failures && !slow)) {
        set(health, closed);
      }
      if (breaker.isOpen) {
        shifted("recovered");
      }
    },
    failed(endpoint, why) {
      const health = of(endpoint);
      const { isOpen } = health.breaker;
      set(health, failed(health.breaker, runtime.now(), runtime.random()));
      if (isOpen || !health.breaker.isOpen) {
        return;
      }
      for (const leave of [...health.inFlight]) {
        leave();
      }
      shifted(why);
    },
    released(endpoint) {
      const health = of(endpoint);
      if (health.breaker.trying) {
        set(health, { ...health.breaker, trying: false });
      }
    },
    resetBreakers() {
      for (const health of all.values()) {
        if (health.breaker.isOpen) {
          set(health, { ...health.breaker, trialAt: 0, lastAt: 0, trying: false });
        }
      }
    },
  };
}

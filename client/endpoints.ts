import { admits, admitsAsLast, type Breaker, closed, failed, lastFrom } from "./breaker";
import { createLatency, type Latency } from "./latency";
import type { Runtime } from "./platform";
import type { Home, HomeEndpoint } from "./types";

/** What this client has seen of one route at one endpoint. */
interface RouteHealth {
  breaker: Breaker;
  goodAt: number;
}

/** What this client has seen of one endpoint. */
export interface Health {
  /** Of the endpoint as a whole. */
  breaker: Breaker;
  /** A route that is broken in both Regions must not take the others with it. */
  readonly routes: Map<string, RouteHealth>;
  /** Routes that have failed since the last success of any. */
  readonly failing: Set<string>;
  readonly latency: Latency;
  /** Safe requests under way with their routes, each notified when the endpoint opens for it. */
  readonly inFlight: Map<() => unknown, string>;
}

/** Why the endpoint in use has changed. */
export type Shift = "failures" | "slow" | "recovered";

export interface Endpoints {
  of(endpoint: HomeEndpoint): Health;
  /** Whether it is left alone, or its route is. */
  isOpen(endpoint: HomeEndpoint, route: string): boolean;
  /**
   * The first endpoint, in the response's order, that may be used and is not `spent`. Reads make the trials: they are
   * hedged, so a trial that fails costs nobody much. `careful` requests make one only where nobody else is left.
   */
  choose(
    home: Home,
    spent: (endpoint: HomeEndpoint) => boolean,
    careful: boolean,
    route?: string,
  ): HomeEndpoint | undefined;
  /** ms until the first of those that are not `spent` may be asked by what it has said itself; 0 where none has. */
  restMs(home: Home, spent: (endpoint: HomeEndpoint) => boolean, route: string): number;
  /** A request is on its way. To an open endpoint it is the trial, and nobody else makes one meanwhile. */
  began(endpoint: HomeEndpoint, route?: string): void;
  /** Resolves with true when a trial that is under way has ended, with false where none is. */
  trialEnd(home: Home, route?: string): Promise<boolean>;
  /** The endpoint that is used now, without asking for anything. */
  active(home: Home): HomeEndpoint | undefined;
  /** It answers, also where its answer is that this route is to be asked elsewhere for `restMs`. */
  succeeded(endpoint: HomeEndpoint, ms: number, route?: string, restMs?: number): void;
  /** `restMs` is what its `Retry-After` says. */
  failed(endpoint: HomeEndpoint, why: Shift, route?: string, restMs?: number): void;
  /** Neither good nor bad: a trial that was called off. */
  released(endpoint: HomeEndpoint, route?: string): void;
  /** It was the network, not the endpoints: each may be tried again at once. */
  resetBreakers(): void;
}

/** Another route's success of so long ago still says that not all of the endpoint is lost. */
const goodForMs = 60_000;
const mostRoutes = 32;
/** A shorter `Retry-After` is no outage. */
const outageMs = 5000;

export function createEndpoints(runtime: Runtime, shifted: (why: Shift) => void): Endpoints {
  const all = new Map<string, Health>();
  const waiting = new Set<() => void>();

  /** Whoever waits for the end of a trial looks again. */
  function lookAgain(): void {
    for (const resolve of waiting) {
      resolve();
    }
    waiting.clear();
  }

  function of({ api }: HomeEndpoint): Health {
    const health = all.get(api) ?? {
      breaker: closed,
      routes: new Map(),
      failing: new Set(),
      latency: createLatency(),
      inFlight: new Map(),
    };
    all.set(api, health);
    return health;
  }

  function routeOf({ routes }: Health, route: string): RouteHealth {
    const found = routes.get(route) ?? { breaker: closed, goodAt: -Infinity };
    if (routes.size >= mostRoutes && !routes.has(route)) {
      routes.delete(routes.keys().next().value!);
    }
    routes.set(route, found);
    return found;
  }

  /** The breakers that are in the way of a request: of the endpoint, and of its route there. */
  const breakers = (endpoint: HomeEndpoint, route: string) => {
    const health = of(endpoint);
    return [health.breaker, health.routes.get(route)?.breaker ?? closed];
  };
  const isOpen = (endpoint: HomeEndpoint, route: string) => breakers(endpoint, route).some(({ isOpen }) => isOpen);

  /** 0 for none, 1 for one that is better than none, 3 for one that is well. */
  function rankOf(endpoint: HomeEndpoint, careful: boolean, route: string): number {
    const found = breakers(endpoint, route).map((breaker) => admits(breaker, runtime.now()));
    if (found.includes("no")) {
      return 0;
    }
    if (!careful) {
      return 3;
    }
    return found.includes("trial")
      ? 1
      : [...of(endpoint).routes.values()].some(({ breaker }) => breaker.isOpen)
        ? 2
        : 3;
  }

  /** Where all are marked: what one other route has done to an endpoint keeps nobody out. */
  function admittedAsLast(endpoint: HomeEndpoint, route: string): boolean {
    const { failing } = of(endpoint);
    const [whole, own] = breakers(endpoint, route) as [Breaker, Breaker];
    const explained = failing.size < 2 && !failing.has(route);
    return [own, ...(explained ? [] : [whole])].every((each) => !each.isOpen || admitsAsLast(each, runtime.now()));
  }

  function change(endpoint: HomeEndpoint, route: string, to: (breaker: Breaker) => Breaker): void {
    const health = of(endpoint);
    health.breaker = to(health.breaker);
    const own = routeOf(health, route);
    own.breaker = to(own.breaker);
  }

  return {
    of,
    isOpen,
    choose(home, spent, careful, route = "") {
      let best: HomeEndpoint | undefined;
      let most = 0;
      for (const endpoint of home.endpoints) {
        const rank = spent(endpoint) ? 0 : rankOf(endpoint, careful, route);
        if (rank > most) {
          [best, most] = [endpoint, rank];
        }
      }
      if (best || !home.endpoints.every((endpoint) => isOpen(endpoint, route))) {
        return best;
      }
      // All are marked. The one that has waited longest is tried: a mark must not outlast an outage of all by minutes.
      const lastAt = (endpoint: HomeEndpoint) => Math.max(...breakers(endpoint, route).map(({ lastAt }) => lastAt));
      return home.endpoints
        .filter((endpoint) => !spent(endpoint) && admittedAsLast(endpoint, route))
        .sort((a, b) => lastAt(a) - lastAt(b))[0];
    },
    restMs(home, spent, route) {
      const ends = home.endpoints
        .filter((endpoint) => !spent(endpoint))
        .map((endpoint) => Math.max(...breakers(endpoint, route).map(({ restUntil }) => restUntil)));
      return ends.length ? Math.max(0, Math.min(...ends) - runtime.now()) : 0;
    },
    began(endpoint, route = "") {
      const lastAt = isOpen(endpoint, route) ? lastFrom(runtime.now(), runtime.random()) : 0;
      if (lastAt) {
        change(endpoint, route, (breaker) => (breaker.isOpen ? { ...breaker, lastAt, trying: true } : breaker));
      }
    },
    async trialEnd(home, route = "") {
      const trying = home.endpoints.some((endpoint) => breakers(endpoint, route).some(({ trying }) => trying));
      if (trying) {
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
      return trying;
    },
    active: (home) => home.endpoints.find((endpoint) => !of(endpoint).breaker.isOpen),
    succeeded(endpoint, ms, route = "", restMs = 0) {
      const health = of(endpoint);
      const own = routeOf(health, route);
      const { latency, breaker, routes } = health;
      const slow = ms > 2 * Math.max(latency.p95(), 10);
      latency.add(ms);
      change(endpoint, route, (breaker) => (breaker.isOpen || (breaker.failures && !slow) ? closed : breaker));
      own.goodAt = runtime.now();
      if (restMs) {
        own.breaker = { ...failed(closed, runtime.now(), runtime.random(), restMs), lastAt: 0 };
      }
      health.failing.clear();
      lookAgain();
      if (breaker.isOpen) {
        routes.clear();
        routes.set(route, own);
        shifted("recovered");
      }
    },
    failed(endpoint, why, route = "", restMs = 0) {
      const health = of(endpoint);
      const { breaker: before, failing, routes, inFlight } = health;
      const now = runtime.now();
      const jitter = runtime.random();
      const own = routeOf(health, route);
      const { isOpen: wasOpen } = own.breaker;
      own.breaker = failed(own.breaker, now, jitter, restMs);
      failing.add(route);
      const isAlone =
        failing.size < 2 && [...routes].some(([name, { goodAt }]) => name !== route && now - goodAt < goodForMs);
      health.breaker =
        isAlone && !before.isOpen
          ? { ...before, failures: before.failures + 1 }
          : failed(before, now, jitter, restMs < outageMs ? 0 : restMs);
      lookAgain();
      const opened = health.breaker.isOpen && !before.isOpen;
      for (const [leave, its] of [...inFlight]) {
        if (opened || (its === route && own.breaker.isOpen && !wasOpen)) {
          leave();
        }
      }
      if (opened) {
        shifted(why);
      }
    },
    released(endpoint, route = "") {
      if (breakers(endpoint, route).some(({ trying }) => trying)) {
        change(endpoint, route, (breaker) => ({ ...breaker, trying: false }));
        lookAgain();
      }
    },
    resetBreakers() {
      const reset = (breaker: Breaker) =>
        breaker.isOpen ? { ...breaker, trialAt: 0, lastAt: 0, restUntil: 0, trying: false } : breaker;
      for (const health of all.values()) {
        health.breaker = reset(health.breaker);
        for (const route of health.routes.values()) {
          route.breaker = reset(route.breaker);
        }
      }
      lookAgain();
    },
  };
}

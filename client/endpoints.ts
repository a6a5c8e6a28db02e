import { admits, admitsAsLast, type Breaker, closed, failed, lastFrom } from "./breaker";
import { createLatency, type Latency } from "./latency";
import type { Runtime } from "./platform";
import type { Home, HomeEndpoint } from "./types";

/** What this client has seen of one endpoint. */
export interface Health {
  /** Of the endpoint as a whole (`""`), and of routes that fail: one that is broken in both Regions must not take the others with it. */
  readonly breakers: Map<string, Breaker>;
  /** Routes that have failed since the last success of any. */
  readonly failing: Set<string>;
  /** The last two routes that succeeded, and when. */
  good: [route: string, at: number][];
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
  /** Whether `endpoint` has answered since the first one was given up. */
  standsIn(endpoint: HomeEndpoint, first: HomeEndpoint): boolean;
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
  /** It is another network now: nothing is known of any. */
  forget(): void;
}

/** Another route's success of so long ago still says that not all of the endpoint is lost. */
const goodForMs = 10_000;
const mostRoutes = 32;
/** A shorter `Retry-After` is no outage. */
const outageMs = 5000;

export function createEndpoints(runtime: Runtime, shifted: (why: Shift) => void): Endpoints {
  const all = new Map<string, Health>();
  const waiting = new Set<() => void>();
  /** Why another endpoint is used: news once that one has answered. */
  let news: Shift | undefined;

  /** Whoever waits for the end of a trial looks again. */
  function lookAgain(): void {
    for (const resolve of waiting) {
      resolve();
    }
    waiting.clear();
  }

  function of({ api }: HomeEndpoint): Health {
    const health = all.get(api) ?? {
      breakers: new Map([["", closed]]),
      failing: new Set(),
      good: [],
      latency: createLatency(),
      inFlight: new Map(),
    };
    all.set(api, health);
    return health;
  }

  /** The breakers that are in the way of a request: of the endpoint, and of its route there. */
  const breakersOf = (endpoint: HomeEndpoint, route: string) =>
    ["", route].map((key) => of(endpoint).breakers.get(key) ?? closed);
  const isOpen = (endpoint: HomeEndpoint, route: string) => breakersOf(endpoint, route).some(({ isOpen }) => isOpen);

  /** Changes both. Returns which of them have become open. */
  function change(endpoint: HomeEndpoint, route: string, to: (breaker: Breaker, key: string) => Breaker): string[] {
    const { breakers } = of(endpoint);
    return ["", route].filter((key) => {
      const before = breakers.get(key) ?? closed;
      const next = to(before, key);
      if (next !== before) {
        breakers.set(key, next);
      }
      if (breakers.size > mostRoutes) {
        breakers.delete([...breakers.keys()][1]!);
      }
      return next.isOpen && !before.isOpen;
    });
  }

  /** 0 for none, 1 for one that is better than none, 3 for one that is well. */
  function rankOf(endpoint: HomeEndpoint, careful: boolean, route: string): number {
    const found = breakersOf(endpoint, route).map((breaker) => admits(breaker, runtime.now()));
    if (found.includes("no")) {
      return 0;
    }
    if (!careful) {
      return 3;
    }
    return found.includes("trial") ? 1 : [...of(endpoint).breakers.values()].some(({ isOpen }) => isOpen) ? 2 : 3;
  }

  /** Where all are marked: what one other route has done to an endpoint keeps nobody out. */
  function admittedAsLast(endpoint: HomeEndpoint, route: string): boolean {
    const { failing } = of(endpoint);
    const [whole, own] = breakersOf(endpoint, route) as [Breaker, Breaker];
    const explained = failing.size < 2 && !failing.has(route);
    return [own, explained ? own : whole].every((each) => !each.isOpen || admitsAsLast(each, runtime.now()));
  }

  return {
    of,
    isOpen,
    choose(home, spent, careful, route = "*") {
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
      const lastAt = (endpoint: HomeEndpoint) => Math.max(...breakersOf(endpoint, route).map(({ lastAt }) => lastAt));
      return home.endpoints
        .filter((endpoint) => !spent(endpoint) && admittedAsLast(endpoint, route))
        .sort((a, b) => lastAt(a) - lastAt(b))[0];
    },
    restMs(home, spent, route) {
      const ends = home.endpoints
        .filter((endpoint) => !spent(endpoint))
        .map((endpoint) => Math.max(...breakersOf(endpoint, route).map(({ restUntil }) => restUntil)));
      return ends.length ? Math.max(0, Math.min(...ends) - runtime.now()) : 0;
    },
    began(endpoint, route = "*") {
      const lastAt = lastFrom(runtime.now(), runtime.random());
      change(endpoint, route, (breaker) => (breaker.isOpen ? { ...breaker, lastAt, trying: true } : breaker));
    },
    async trialEnd(home, route = "*") {
      const trying = home.endpoints.some((endpoint) => breakersOf(endpoint, route).some(({ trying }) => trying));
      if (trying) {
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
      return trying;
    },
    standsIn: (endpoint, first) => (of(endpoint).good[0]?.[1] ?? 0) >= breakersOf(first, "")[0]!.openedAt,
    active: (home) => home.endpoints.find((endpoint) => !isOpen(endpoint, "")),
    succeeded(endpoint, ms, route = "*", restMs = 0) {
      const health = of(endpoint);
      const { latency, breakers } = health;
      const now = runtime.now();
      const slow = ms > 2 * Math.max(latency.p95(), 10);
      const recovers = isOpen(endpoint, "");
      latency.add(ms);
      health.good = [[route, now], ...health.good.filter(([other]) => other !== route).slice(0, 1)];
      health.failing.clear();
      change(endpoint, route, (breaker) => (breaker.isOpen || (breaker.failures && !slow) ? closed : breaker));
      if (recovers) {
        breakers.clear();
        breakers.set("", closed);
      }
      if (restMs) {
        breakers.set(route, { ...failed(closed, now, runtime.random(), restMs), lastAt: 0 });
      }
      lookAgain();
      if (recovers || news) {
        shifted(recovers ? "recovered" : news!);
        news = undefined;
      }
    },
    failed(endpoint, why, route = "*", restMs = 0) {
      const { failing, good, inFlight } = of(endpoint);
      const now = runtime.now();
      const jitter = runtime.random();
      failing.add(route);
      const isAlone = failing.size < 2 && good.some(([other, at]) => other !== route && now - at < goodForMs);
      const opened = change(endpoint, route, (breaker, key) =>
        key || !isAlone || breaker.isOpen
          ? failed(breaker, now, jitter, key || restMs >= outageMs ? restMs : 0)
          : { ...breaker, failures: breaker.failures + 1 },
      );
      lookAgain();
      for (const [leave, its] of [...inFlight]) {
        if (opened.includes(its) || opened.includes("")) {
          leave();
        }
      }
      if (opened.includes("")) {
        news = why;
        shifted(why);
      }
    },
    released(endpoint, route = "*") {
      if (breakersOf(endpoint, route).some(({ trying }) => trying)) {
        change(endpoint, route, (breaker) => ({ ...breaker, trying: false }));
        lookAgain();
      }
    },
    forget: () => all.clear(),
    resetBreakers() {
      for (const { breakers } of all.values()) {
        for (const [key, breaker] of breakers) {
          if (breaker.isOpen) {
            breakers.set(key, { ...breaker, trialAt: 0, lastAt: 0, restUntil: 0, trying: false });
          }
        }
      }
      lookAgain();
    },
  };
}

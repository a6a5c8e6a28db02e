/** When a socket connects again: seconds after a glitch, more slowly while nothing lives, spread where all are sent away at once. */
import type { Runtime } from "./platform";

/** A connection that was welcome for so long lived: what comes after it is no repetition. */
export const livedMs = 30_000;
/** After an end of all connections at once: 5 % of them in a second need 20 s, and chance needs room. */
export const herdMs = 30_000;
/** After an end of one connection. API Gateway takes 500 new ones a second. */
const glitchMs = 5000;
/** Doubled by each connection that did not live and each round without one, half of it chance. */
const firstMs = 1000;
const longestMs = 30_000;
/** A server may ask for so much time. */
const longestNamedMs = 600_000;
/** Whatever else holds: attempts to connect in a window. */
const attempts = 10;
const windowMs = 60_000;

export interface Pace {
  /** A round came to nothing, or a connection has ended: it counts unless it had lived. */
  failed(): void;
  /** The connection has lived. */
  lived(): void;
  /** ms to wait after what has failed so far. */
  backoff(): number;
  /** ms to wait after the end of a connection. `herd`: others end with it; `namedMs`: what the server asks for. */
  after(herd: boolean, namedMs?: unknown): number;
  /** Asks for an attempt. 0: it may begin, and counts; else ms until it may be asked for again. */
  attempt(): number;
}

export function createPace({ now, random }: Pick<Runtime, "now" | "random">): Pace {
  let failures = 0;
  let alive = false;
  let times: number[] = [];
  const backoff = () => failures && Math.min(longestMs, firstMs * 2 ** failures) * (0.5 + random() / 2);
  return {
    failed() {
      failures = alive ? 0 : failures + 1;
      alive = false;
    },
    lived() {
      alive = true;
    },
    backoff,
    after(herd, namedMs) {
      const named = Math.min(Math.max(Number(namedMs) || 0, 0), longestNamedMs);
      return named + backoff() + random() * (herd ? Math.max(herdMs, named) : glitchMs);
    },
    attempt() {
      // A clock that was set back would keep everybody waiting: what lies ahead of it is forgotten.
      times = times.filter((time) => time <= now() && time > now() - windowMs);
      if (times.length >= attempts) {
        return times[0]! + windowMs - now();
      }
      times.push(now());
      return 0;
    },
  };
}

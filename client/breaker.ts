/** When an endpoint is used, tried again, or left alone. Pure: a state, what happened and the time in; the next state out. */

export const breakerRules = {
  /** Failures one after another that open it. A gray endpoint fails by being outrun by its hedges. */
  failures: 3,
  /** Time to the first trial. It doubles with every trial that fails, up to 5 minutes: Azure Cosmos DB's SDK marks as long. */
  trialMs: 2000,
  markMs: 300_000,
  /** Where nobody else is left, it is tried as often as this: an outage of all must not outlast itself by minutes. */
  lastMs: 5000,
  /** A longer `Retry-After` is obeyed only where another endpoint is left. */
  restMs: 60_000,
};

export interface Breaker {
  isOpen: boolean;
  failures: number;
  /** Since when it is open, and when the next trial is due. ms since the epoch. */
  openedAt: number;
  trialAt: number;
  trialMs: number;
  /** When the next trial is due where no other endpoint is left. */
  lastAt: number;
  /** It has said itself that it is to be asked then, not before. */
  restUntil: number;
  /** Half-open: a trial is under way. */
  trying: boolean;
}

export const closed: Breaker = {
  isOpen: false,
  failures: 0,
  openedAt: 0,
  trialAt: 0,
  trialMs: 0,
  lastAt: 0,
  restUntil: 0,
  trying: false,
};

/**
 * `jitter` is in [0, 1): clients that lost the same Region do not try it in step. `restMs` is its `Retry-After`: that opens it
 * at once, for no less.
 */
export function failed(breaker: Breaker, now: number, jitter: number, restMs = 0): Breaker {
  const failures = breaker.failures + 1;
  if (!breaker.isOpen && failures < breakerRules.failures && !restMs) {
    return { ...breaker, failures };
  }
  const trialMs = Math.min(breaker.trialMs * 2 || breakerRules.trialMs, breakerRules.markMs);
  const openedAt = breaker.isOpen ? breaker.openedAt : now;
  const rest = restMs && restMs + Math.min(restMs, breakerRules.lastMs) * 0.1 * jitter;
  const trialAt = rest ? now + rest : now + trialMs * (0.5 + jitter);
  const restUntil = now + Math.min(rest, breakerRules.restMs);
  // One that hung until now must not keep the next one waiting.
  const lastAt = rest ? restUntil : breaker.lastAt > now ? breaker.lastAt : lastFrom(now, jitter, trialMs);
  return { isOpen: true, failures, openedAt, trialAt, trialMs, lastAt, restUntil, trying: false };
}

/** When an endpoint that nobody can stand in for is tried again, from `now` on. */
export const lastFrom = (now: number, jitter: number, trialMs = breakerRules.lastMs) =>
  now + Math.min(trialMs, breakerRules.lastMs) * (0.5 + jitter);

/** `yes`; `trial`: one request, alone; `no`. A clock that went back keeps nobody out. */
export function admits({ isOpen, trying, trialAt, openedAt }: Breaker, now: number): "yes" | "trial" | "no" {
  if (!isOpen) {
    return "yes";
  }
  return !trying && (now >= trialAt || now < openedAt) ? "trial" : "no";
}

/** Whether an open endpoint may be tried where no other is left: also while a trial hangs that began before it was back. */
export const admitsAsLast = ({ lastAt, openedAt }: Breaker, now: number) => now >= lastAt || now < openedAt;

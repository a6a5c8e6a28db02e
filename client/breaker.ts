/** When an endpoint is used, tried again, or left alone. Pure: a state, what happened and the time in; the next state out. */

export const breakerRules = {
  /** Failures one after another that open it. A gray endpoint fails by being outrun by its hedges. */
  failures: 3,
  /** Time to the first trial. It doubles with every trial that fails, up to 5 minutes: Azure Cosmos DB's SDK marks as long. */
  trialMs: 2000,
  markMs: 300_000,
};

export interface Breaker {
  isOpen: boolean;
  failures: number;
  /** Since when it is open, and when the next trial is due. ms since the epoch. */
  openedAt: number;
  trialAt: number;
  trialMs: number;
  /** Half-open: a trial is under way. */
  trying: boolean;
}

export const closed: Breaker = { isOpen: false, failures: 0, openedAt: 0, trialAt: 0, trialMs: 0, trying: false };

/** `jitter` is in [0, 1): clients that lost the same Region do not try it in step. */
export function failed(breaker: Breaker, now: number, jitter: number): Breaker {
  const failures = breaker.failures + 1;
  if (!breaker.isOpen && failures < breakerRules.failures) {
    return { ...breaker, failures };
  }
  const trialMs = Math.min(breaker.trialMs * 2 || breakerRules.trialMs, breakerRules.markMs);
  const openedAt = breaker.isOpen ? breaker.openedAt : now;
  return { isOpen: true, failures, openedAt, trialAt: now + trialMs * (0.5 + jitter), trialMs, trying: false };
}

/** `yes`; `trial`: one request, alone; `no`. A clock that went back keeps nobody out. */
export function admits({ isOpen, trying, trialAt, openedAt }: Breaker, now: number): "yes" | "trial" | "no" {
  if (!isOpen) {
    return "yes";
  }
  return !trying && (now >= trialAt || now < openedAt) ? "trial" : "no";
}

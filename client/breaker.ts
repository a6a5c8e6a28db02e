/** When an endpoint is used, tried again, or left alone. Pure: a state, what happened and the time in; the next state out. */

export const breakerRules = {
  /** Failures one after another that open it. A gray endpoint fails by being outrun by its hedges. */
  failures: 3,
  /** How long an endpoint is marked unavailable when no probe says better: Azure Cosmos DB's SDK waits as long. */
  markMs: 300_000,
  /** Time to the first probe; it doubles with every probe that fails. */
  probeMs: 2000,
  probeMaxMs: 60_000,
};

export interface Breaker {
  state: "closed" | "open" | "half-open";
  failures: number;
  /** Since when it is open, and when the next probe is due. ms since the epoch. */
  openedAt: number;
  probeAt: number;
  probeMs: number;
  /** A probe or a trial request is under way. */
  busy: boolean;
}

export const closed: Breaker = { state: "closed", failures: 0, openedAt: 0, probeAt: 0, probeMs: 0, busy: false };

/** `jitter` is in [0, 1): clients that lost the same Region do not probe it in step. */
export function failed(breaker: Breaker, now: number, jitter: number): Breaker {
  const failures = breaker.failures + 1;
  if (breaker.state === "closed" && failures < breakerRules.failures) return { ...breaker, failures };
  const probeMs = breaker.probeMs ? Math.min(breaker.probeMs * 2, breakerRules.probeMaxMs) : breakerRules.probeMs;
  const openedAt = breaker.state === "closed" ? now : breaker.openedAt;
  return { state: "open", failures, openedAt, probeAt: now + probeMs * (0.5 + jitter), probeMs, busy: false };
}

/** A probe was answered: real requests may try, one at a time. */
export const probed = (breaker: Breaker): Breaker =>
  breaker.state === "open" ? { ...breaker, state: "half-open", busy: false } : breaker;

/** The mark has run out, or a clock that went back makes it meaningless: a trial may say more. */
export const lapsed = (breaker: Breaker, now: number) =>
  breaker.state === "open" && (now - breaker.openedAt >= breakerRules.markMs || now < breaker.openedAt);

/** `yes`; `trial`: one request, alone; `no`. */
export function admits(breaker: Breaker, now: number): "yes" | "trial" | "no" {
  if (breaker.state === "closed") return "yes";
  if (breaker.busy) return "no";
  return breaker.state === "half-open" || lapsed(breaker, now) ? "trial" : "no";
}

export const probeDue = (breaker: Breaker, now: number) =>
  breaker.state === "open" && !breaker.busy && (now >= breaker.probeAt || now < breaker.openedAt);

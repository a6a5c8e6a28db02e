/**
 * A rate-based rule: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html
 * WAF looks about every ten seconds at what came in during the window, and knows it late: "possible … for up to several
 * minutes … Usually, this delay is below 30 seconds". What is blocked is counted too, so that who goes on stays blocked.
 * How it gives recent requests more weight is not documented; here each counts alike, which is later.
 */

export interface RateLimit {
  /** Requests in the window. */
  limit: number;
  windowMs: number;
}

/** How often WAF looks. */
export const lookMs = 10_000;
/** How old what it sees is: with the wait for the next look, half a minute at most. */
export const usualLagMs = 20_000;
/** "Several minutes", taken as three in all. */
export const longestLagMs = 170_000;

export class RateRule {
  /** Start of ten seconds → key → requests that came in them. */
  readonly #slots = new Map<number, Map<string, number>>();
  #limited: ReadonlySet<string> = new Set();
  #looked = Number.NEGATIVE_INFINITY;
  readonly #rate: RateLimit;
  readonly #lagMs: number;

  constructor(rate: RateLimit, lagMs = usualLagMs) {
    this.#rate = rate;
    this.#lagMs = lagMs;
  }

  /** Counts a request at `now` (ms); whether it is above the limit. */
  exceeds(key: string, now: number): boolean {
    const slot = now - (now % lookMs);
    if (slot !== this.#looked) {
      this.#looked = slot;
      this.#look(slot);
    }
    const counts = this.#slots.get(slot) ?? new Map<string, number>();
    this.#slots.set(slot, counts.set(key, (counts.get(key) ?? 0) + 1));
    return this.#limited.has(key);
  }

  #look(now: number): void {
    const [from, to] = [now - this.#lagMs - this.#rate.windowMs, now - this.#lagMs];
    const sums = new Map<string, number>();
    for (const [slot, counts] of this.#slots) {
      if (slot < from) {
        this.#slots.delete(slot);
      } else if (slot < to) {
        for (const [key, count] of counts) {
          sums.set(key, (sums.get(key) ?? 0) + count);
        }
      }
    }
    this.#limited = new Set([...sums].filter(([, sum]) => sum > this.#rate.limit).map(([key]) => key));
  }
}

/** When people are served again: a share of refused against answered over a window, not the first lucky answer. */

export interface Outcome {
  /** When the request ended. */
  at: number;
  /** The Region that served it, null where none did. */
  region: string | null;
  ok: boolean;
}

/** Twin ms; a window is as long as it takes to hold `leastRequests`, but no shorter. */
export const windowMs = 10_000;
export const leastRequests = 5;
/** Above this share of refused requests people are not served. */
export const toleratedShare = 0.1;

export class ServedAgain {
  /** In the order of their ends: a window begins at the first that may still be a good one. */
  readonly #outcomes: Outcome[] = [];

  /** The answered request that the first good window begins with, once that window has passed. */
  add(outcome: Outcome): Outcome | undefined {
    const later = this.#outcomes.findLastIndex(({ at }) => at <= outcome.at);
    this.#outcomes.splice(later + 1, 0, outcome);
    for (;;) {
      const [first] = this.#outcomes;
      if (!first) {
        return undefined;
      }
      if (first.ok) {
        const window = this.#window(first.at);
        if (!window) {
          return undefined;
        }
        if (window.filter(({ ok }) => !ok).length <= window.length * toleratedShare) {
          return first;
        }
      }
      this.#outcomes.shift();
    }
  }

  /** The window from `start` on; undefined while it goes on. */
  #window(start: number): Outcome[] | undefined {
    const last = this.#outcomes.at(-1)!;
    const full = this.#outcomes[leastRequests - 1];
    if (!full || last.at < start + windowMs) {
      return undefined;
    }
    const end = Math.max(start + windowMs, full.at);
    return this.#outcomes.filter(({ at }) => at <= end);
  }
}

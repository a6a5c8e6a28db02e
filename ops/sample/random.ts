/** Numbers that look random and are the same every time: a sample must not change by itself. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. The constants are Numerical Recipes' linear congruential generator's. */
  next(below: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    // The low bits of such a generator repeat soon; the high ones do not.
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.next(values.length)];
    if (value === undefined) {
      throw new Error("nothing to pick from");
    }
    return value;
  }

  /** A key, as often as its weight says. */
  weighted(weights: Readonly<Record<string, number>>): string {
    const entries = Object.entries(weights);
    let remaining = this.next(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) {
      remaining -= weight;
      if (remaining < 0) {
        return key;
      }
    }
    throw new Error("weights must be positive");
  }

  /** True in `percent` of 100. */
  chance(percent: number): boolean {
    return this.next(100) < percent;
  }
}

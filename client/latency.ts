/** The 95th percentile of the last responses' times, in ms. */
export interface Latency {
  add(ms: number): void;
  /** Before enough is known, the guess. */
  p95(): number;
  /** How many answers there have been. */
  count(): number;
}

const kept = 128;
const needed = 20;
/** Sorting on every response would be most of a warm call's cost. */
const every = 16;

export function createLatency(guess = 500): Latency {
  const times: number[] = [];
  let count = 0;
  let value = guess;
  return {
    add(ms) {
      times[count++ % kept] = ms;
      if (count >= needed && count % every === 4) {
        const sorted = [...times].sort((a, b) => a - b);
        value = sorted[Math.ceil(sorted.length * 0.95) - 1]!;
      }
    },
    p95: () => value,
    count: () => count,
  };
}

/** Tokens that calls earn and extra requests spend: what is extra stays a fixed share, however bad it gets. */
export interface Budget {
  earn(): void;
  spend(): boolean;
}

export function createBudget(share: number, most: number): Budget {
  let tokens = most;
  return {
    earn() {
      tokens = Math.min(most, tokens + share);
    },
    spend() {
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    },
  };
}

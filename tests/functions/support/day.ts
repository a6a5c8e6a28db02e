import { mock } from "node:test";

/** Timers that are shorter than this only let others go first (a retry's jitter): they are left to the platform. */
const shortestMs = 100;

interface Held {
  at: number;
  run(): void;
}

/**
 * A day on which time passes only when the test says so: what the clock says, and every time-out. Begin it before what it
 * is about is made, end it after the test.
 */
export class Day {
  /** The timers that were left to the platform, by their milliseconds. */
  readonly short: number[] = [];
  readonly #held = new Set<Held>();
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

  constructor(now = Date.UTC(2026, 10, 2, 9)) {
    mock.timers.enable({ apis: ["Date"], now });
    const { setTimeout, clearTimeout } = this.#real;
    globalThis.setTimeout = ((run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      if (ms < shortestMs) {
        this.short.push(ms);
        return setTimeout(run, ms, ...args);
      }
      const held = { at: Date.now() + ms, run: () => run(...args) };
      this.#held.add(held);
      return held;
    }) as typeof globalThis.setTimeout;
    globalThis.clearTimeout = ((timer: Held & NodeJS.Timeout) => {
      if (!this.#held.delete(timer)) {
        clearTimeout(timer);
      }
    }) as typeof globalThis.clearTimeout;
  }

  /** How many time-outs are running. */
  get waiting(): number {
    return this.#held.size;
  }

  pass(ms: number): void {
    mock.timers.setTime(Date.now() + ms);
    for (const held of [...this.#held].sort((a, b) => a.at - b.at)) {
      if (held.at <= Date.now() && this.#held.delete(held)) {
        held.run();
      }
    }
  }

  end(): void {
    Object.assign(globalThis, this.#real);
    mock.timers.reset();
  }
}

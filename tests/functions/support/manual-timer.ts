import type { Timer } from "../../../functions/shared/with-timeout";

/** Timers and a clock that go on only when the test says so. */
export class ManualTimer {
  now = 0;
  readonly #timers = new Set<{ at: number; late: () => void }>();

  readonly start: Timer = (ms, late) => {
    const timer = { at: this.now + ms, late };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** How many have neither rung nor been cancelled. */
  get waiting(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.now)) {
      this.#timers.delete(timer);
      timer.late();
    }
  }

  /** Lets everything that does not wait for time go on. */
  settle = () => new Promise((resolve) => setImmediate(resolve));
}

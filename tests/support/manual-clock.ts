import type { Clock } from "../../local/context";

/** Time that passes only when the test says so. */
export class ManualClock implements Clock {
  readonly speed = 1;
  #now: number;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** How many wait for their time. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  real(ms: number): number {
    return ms;
  }

  work<T>(run: () => Promise<T>): Promise<T> {
    return run();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ at: this.#now + ms, wake });
    });
  }

  every(ms: number, run: () => void | Promise<void>): () => void {
    let going = true;
    const loop = async () => {
      while (going) {
        await this.sleep(ms);
        if (going) {
          await run();
        }
      }
    };
    void loop();
    return () => {
      going = false;
    };
  }

  /** Lets `ms` pass where nobody sleeps: a hundred times as fast as `advance`. */
  skip(ms: number): void {
    this.#now += ms;
  }

  /** Lets `ms` pass: wakes the sleepers in order, each at its own time, and lets what they start run. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers[0];
      if (!next || next.at > end) {
        break;
      }
      this.#sleepers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#now = end;
  }
}

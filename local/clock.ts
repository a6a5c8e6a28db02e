import { performance } from "node:perf_hooks";
import type { Clock } from "./context";

/** What a sleeper gets when the twin stops. */
export class Stopped extends Error {
  override name = "Stopped";
  constructor() {
    super("the twin has stopped");
  }
}

/** The longest that a Node timer can wait, in ms. */
const longestTimer = 2 ** 31 - 1;

/** Real time, `speed` times as fast. `stop` rejects all sleepers with `Stopped` and ends all repetitions. */
export class TwinClock implements Clock {
  readonly #epoch = Date.now();
  readonly #start = performance.now();
  readonly #wakers = new Set<() => void>();
  #stopped = false;

  /** Throws RangeError unless `speed` is a positive number. `onError` hears what a repeated function throws. */
  constructor(
    readonly speed = 1,
    private readonly onError: (error: unknown) => void = (error) => console.error(error),
  ) {
    if (!(speed > 0 && Number.isFinite(speed))) {
      throw new RangeError(
        `clock speed is ${speed}; it must be a number above 0: 1 is true speed, 10 is ten times faster`,
      );
    }
  }

  now(): number {
    return this.#epoch + (performance.now() - this.#start) * this.speed;
  }

  real(ms: number): number {
    return ms / this.speed;
  }

  async sleep(ms: number): Promise<void> {
    const end = this.now() + ms;
    // A Node timer can fire up to a millisecond early, which is long for a fast clock: look again.
    do await this.#wait(this.real(end - this.now()));
    while (this.now() < end);
  }

  every(ms: number, run: () => void | Promise<void>): () => void {
    let going = true;
    const loop = async () => {
      while (going && !this.#stopped) {
        try {
          await this.sleep(ms);
          if (going) await run();
        } catch (error) {
          if (!(error instanceof Stopped)) this.onError(error);
        }
      }
    };
    void loop();
    return () => {
      going = false;
    };
  }

  /** Waits `real` milliseconds, or less. Throws Stopped. */
  async #wait(real: number): Promise<void> {
    if (this.#stopped) throw new Stopped();
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#wakers.delete(end);
        resolve();
      };
      // A timer never waits less than a millisecond.
      const cancel = real < 1 ? immediate(wake) : timer(wake, Math.min(Math.ceil(real), longestTimer));
      const end = () => {
        cancel();
        resolve();
      };
      this.#wakers.add(end);
    });
    if (this.#stopped) throw new Stopped();
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#wakers) end();
    this.#wakers.clear();
  }
}

function timer(run: () => void, ms: number): () => void {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
}

function immediate(run: () => void): () => void {
  const handle = setImmediate(run);
  return () => clearImmediate(handle);
}

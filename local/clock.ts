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

/** How often this process shows that it keeps up, and how long it may show nothing before it counts as busy. */
const beatMs = 5;
export const busyAfterMs = 20;

/**
 * Real time, `speed` times as fast, and no faster than real time while something works, this process too: a speed makes
 * round trips, intervals and lives short, not what a processor has to do. `stop` rejects all sleepers with `Stopped` and
 * ends all repetitions.
 */
export class TwinClock implements Clock {
  /** The twin's time and the machine's at the last beat or change of pace. */
  #from = { twin: Date.now(), real: performance.now() };
  #working = 0;
  readonly #beat: NodeJS.Timeout | undefined;
  readonly #wakers = new Set<() => void>();
  #stopped = false;
  readonly #onError: (error: unknown) => void;

  /** Throws RangeError unless `speed` is a positive number. `onError` hears what a repeated function throws. */
  constructor(
    readonly speed = 1,
    onError: (error: unknown) => void = (error) => console.error(error),
  ) {
    this.#onError = onError;
    if (!(speed > 0 && Number.isFinite(speed))) {
      throw new RangeError(
        `clock speed is ${speed}; it must be a number above 0: 1 is true speed, 10 is ten times faster`,
      );
    }
    if (speed > 1) {
      this.#beat = setInterval(() => this.#mark(), beatMs).unref();
    }
  }

  now(): number {
    const real = performance.now() - this.#from.real;
    const busy = Math.max(0, real - busyAfterMs);
    return this.#from.twin + (real - busy) * this.#pace + busy * Math.min(this.speed, 1);
  }

  real(ms: number): number {
    return ms / this.speed;
  }

  async work<T>(run: () => Promise<T>): Promise<T> {
    this.#change(1);
    try {
      return await run();
    } finally {
      this.#change(-1);
    }
  }

  async sleep(ms: number): Promise<void> {
    const end = this.now() + ms;
    // A Node timer can fire up to a millisecond early, which is long for a fast clock, and the pace changes: look again.
    do {
      await this.#wait((end - this.now()) / this.#pace);
    } while (this.now() < end);
  }

  every(ms: number, run: () => void | Promise<void>): () => void {
    let going = true;
    const loop = async () => {
      while (going && !this.#stopped) {
        try {
          await this.sleep(ms);
          if (going) {
            await run();
          }
        } catch (error) {
          if (!(error instanceof Stopped)) {
            this.#onError(error);
          }
        }
      }
    };
    void loop();
    return () => {
      going = false;
    };
  }

  get #pace(): number {
    return this.#working > 0 ? Math.min(this.speed, 1) : this.speed;
  }

  #mark(): void {
    this.#from = { twin: this.now(), real: performance.now() };
  }

  #change(working: 1 | -1): void {
    const pace = this.#pace;
    this.#mark();
    this.#working += working;
    // Whoever waited for slow time would wake too late; the others look again when they wake.
    if (this.#pace > pace) {
      for (const end of this.#wakers) {
        end();
      }
    }
  }

  /** Waits `real` milliseconds, or less. Throws Stopped. */
  async #wait(real: number): Promise<void> {
    if (this.#stopped) {
      throw new Stopped();
    }
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#wakers.delete(end);
        resolve();
      };
      // A timer never waits less than a millisecond.
      const cancel = real < 1 ? immediate(wake) : timer(wake, Math.min(Math.ceil(real), longestTimer));
      const end = () => {
        cancel();
        this.#wakers.delete(end);
        resolve();
      };
      this.#wakers.add(end);
    });
    if (this.#stopped) {
      throw new Stopped();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#beat);
    for (const end of this.#wakers) {
      end();
    }
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

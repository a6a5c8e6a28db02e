import type { Clock } from "../context";

interface Parcel {
  due: number;
  bytes: number;
  deliver: () => void | Promise<void>;
}

/** One direction of a connection: what goes in comes out after its delay, in order, and not while the line is frozen. */
export class DelayLine {
  readonly #parcels: Parcel[] = [];
  #running = false;
  #closed = false;
  #thaw: { promise: Promise<void>; resolve: () => void } | undefined;
  /** Bytes on the way. */
  bytes = 0;

  readonly #clock: Clock;
  readonly #delayMs: () => number;

  constructor(clock: Clock, delayMs: () => number) {
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  send(bytes: number, deliver: () => void | Promise<void>): void {
    if (this.#closed) {
      return;
    }
    this.bytes += bytes;
    this.#parcels.push({ due: this.#clock.now() + this.#delayMs(), bytes, deliver });
    if (!this.#running) {
      void this.#run();
    }
  }

  freeze(): void {
    this.#thaw ??= Promise.withResolvers<void>();
  }

  thaw(): void {
    this.#thaw?.resolve();
    this.#thaw = undefined;
  }

  /** What is on the way is lost. */
  close(): void {
    this.#closed = true;
    this.#parcels.length = 0;
    this.thaw();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      for (let parcel = this.#parcels[0]; parcel; parcel = this.#parcels[0]) {
        const wait = parcel.due - this.#clock.now();
        if (wait > 0) {
          await this.#clock.sleep(wait);
        }
        while (this.#thaw) {
          await this.#thaw.promise;
        }
        if (this.#closed) {
          return;
        }
        this.#parcels.shift();
        this.bytes -= parcel.bytes;
        await parcel.deliver();
      }
    } catch {
      // The twin stops: nothing arrives any more.
      this.close();
    } finally {
      this.#running = false;
    }
  }
}

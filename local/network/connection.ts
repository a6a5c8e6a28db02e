import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { Caller, Clock } from "../context";
import { DelayLine } from "./delay-line";

/** What is on the way in one direction before the sender has to wait. */
const windowBytes = 1 << 20;
/** How long a side waits for a Region that is gone. The twin's choice: AWS documents none, and hosts retry for minutes. */
const resetAfterMs = 60_000;

/** A TCP connection over the map: half a round trip each way, in order. A frozen one loses nothing until it is reset. */
export class DelayedConnection extends Duplex {
  readonly #up: DelayLine;
  readonly #down: DelayLine;
  /** Counts up at each change, so that a thaw takes back the reset that its freeze has set. */
  #changes = 0;
  #frozen = false;
  #wanted: (() => void) | undefined;

  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #caller: Caller;

  constructor(socket: Socket, clock: Clock, caller: Caller, delays: { upMs: () => number; downMs: () => number }) {
    super();
    this.#socket = socket;
    this.#clock = clock;
    this.#caller = caller;

    this.#up = new DelayLine(clock, delays.upMs);
    this.#down = new DelayLine(clock, delays.downMs);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("end", () => this.#down.send(0, () => void this.push(null)));
    socket.on("error", (error) => this.#down.send(0, () => void this.destroy(error)));
    socket.on("close", () => {
      // After an orderly end the reader may still have bytes to read: the stream closes itself when it has.
      if (!socket.readableEnded) {
        this.#down.send(0, () => void this.destroy());
      }
    });
  }

  /** The trace that the server charges what comes next to: one connection carries many requests. */
  get trace(): string {
    return this.#caller.trace;
  }

  set trace(id: string) {
    this.#caller.trace = id;
  }

  /** A Region of either end is gone: nothing passes, and after a while the connection is reset. */
  freeze(): void {
    // Where the other end's Region goes too, the wait has begun already.
    if (this.#frozen) {
      return;
    }
    this.#frozen = true;
    this.#up.freeze();
    this.#down.freeze();
    const freeze = ++this.#changes;
    this.#clock.sleep(resetAfterMs).then(
      () => {
        if (this.#changes === freeze) {
          this.destroy(networkError("ECONNRESET", "read ECONNRESET"));
        }
      },
      () => this.destroy(),
    );
  }

  thaw(): void {
    this.#frozen = false;
    this.#changes++;
    this.#up.thaw();
    this.#down.thaw();
  }

  /** What Node's HTTP client calls on sockets, without meaning here. */
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const full = this.#up.bytes >= windowBytes;
    this.#up.send(chunk.length, () => {
      this.#socket.write(chunk);
      if (full) {
        done();
      }
    });
    if (!full) {
      done();
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#up.send(0, () => {
      this.#socket.end();
      done();
    });
  }

  override _read(): void {
    this.#wanted?.();
    this.#wanted = undefined;
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#changes++;
    this.#up.close();
    this.#down.close();
    this.#wanted?.();
    this.#socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    this.#down.send(chunk.length, async () => {
      if (this.#down.bytes < windowBytes) {
        this.#socket.resume();
      }
      if (this.push(chunk) || this.destroyed) {
        return;
      }
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    });
    if (this.#down.bytes >= windowBytes) {
      this.#socket.pause();
    }
  }
}

/** An error as Node's sockets have it. */
export function networkError(code: string, message: string, extra: object = {}): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code, ...extra });
}

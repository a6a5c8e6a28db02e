import type { Runtime } from "./platform";
import { retryAfterMs } from "./retry-after";

/** When the queue is sent again by itself: later and later while it fails, and sooner when something says that it may succeed. */
export interface RetryTimer {
  /** It failed. Returns when it is tried again, ms since the epoch. `retryAfter` is what the server said. */
  failed(retryAfter: string | null | undefined): number;
  /** Something has succeeded. Does nothing where nothing waits. */
  wake(): void;
  /** Nothing waits any more. */
  clear(): void;
  stop(): void;
}

const longestMs = 60_000;
/** Between two attempts, whatever succeeds beside them. */
const shortestMs = 1000;
/** A server that says a day is asked again after an hour. */
const longestRetryAfterMs = 3_600_000;

export function createRetryTimer(runtime: Runtime, run: () => void): RetryTimer {
  let failures = 0;
  let earliest = 0;
  let timer: unknown;
  let stopped = false;

  function schedule(at: number): void {
    runtime.clearTimeout(timer);
    timer = undefined;
    if (stopped) {
      return;
    }
    timer = runtime.setTimeout(() => {
      timer = undefined;
      run();
    }, at - runtime.now());
    (timer as { unref?(): void }).unref?.();
  }

  return {
    failed(retryAfter) {
      const now = runtime.now();
      const backoff = Math.min(longestMs, shortestMs * 2 ** failures++) * (0.5 + runtime.random() / 2);
      earliest = now + Math.max(shortestMs, Math.min(longestRetryAfterMs, retryAfterMs(retryAfter, now)));
      const at = Math.max(earliest, now + backoff);
      schedule(at);
      return at;
    },
    wake() {
      if (timer !== undefined) {
        schedule(earliest);
      }
    },
    clear() {
      runtime.clearTimeout(timer);
      timer = undefined;
      failures = 0;
    },
    stop() {
      stopped = true;
      runtime.clearTimeout(timer);
    },
  };
}

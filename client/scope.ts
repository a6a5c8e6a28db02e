import { HomeError } from "./errors";
import type { Runtime } from "./platform";

/** The life of one call: ends at the caller's abort or at the whole deadline, and everything in it ends with it. */
export interface Scope {
  /** Why it ended; undefined while it lives. */
  endedBy: unknown;
  /** Runs `end` when the scope ends, at once if it has. Returns a function that takes it back. */
  onEnd(end: (reason: unknown) => void): () => void;
  /** Resolves after `ms`, rejects with the reason when the scope ends. */
  sleep(ms: number): Promise<void>;
  /** `promise`, or the reason if the scope ends first. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** Its deadline, from now on. */
  limit(ms: number): void;
  /** Nobody waits any more: drops timer and listeners. */
  finish(): void;
  /** Its deadline keeps Node alive no longer. */
  detach(): void;
}

export function createScope(runtime: Runtime, ms: number, signal?: AbortSignal | null): Scope {
  const ends = new Set<(reason: unknown) => void>();
  const end = (reason: unknown) => {
    if (scope.endedBy !== undefined) {
      return;
    }
    scope.endedBy = reason;
    for (const end of ends) {
      end(reason);
    }
    finish();
  };
  const aborted = () => end(reasonOf(signal!));
  const finish = () => {
    runtime.clearTimeout(timer);
    signal?.removeEventListener("abort", aborted);
    ends.clear();
  };
  let timer: unknown;
  const limit = (ms: number) => {
    runtime.clearTimeout(timer);
    // Beyond that, timers of browsers and Node end at once.
    if (ms < 2 ** 31) {
      timer = runtime.setTimeout(
        () => end(new HomeError("timeout", `no response in ${Math.round(ms)} ms`, { phase: "whole" })),
        ms,
      );
    }
  };
  limit(ms);
  const scope: Scope = {
    endedBy: undefined,
    onEnd(run) {
      if (scope.endedBy !== undefined) {
        run(scope.endedBy);
      } else {
        ends.add(run);
      }
      return () => ends.delete(run);
    },
    sleep: (wait) =>
      new Promise((resolve, reject) => {
        let pause: unknown;
        const off = scope.onEnd((reason) => {
          runtime.clearTimeout(pause);
          reject(reason);
        });
        if (scope.endedBy !== undefined) {
          return;
        }
        pause = runtime.setTimeout(() => {
          off();
          resolve();
        }, wait);
      }),
    race: (promise) =>
      new Promise((resolve, reject) => {
        const off = scope.onEnd(reject);
        promise.then(resolve, reject).finally(off);
      }),
    limit,
    finish,
    detach: () => (timer as { unref?(): void } | undefined)?.unref?.(),
  };
  if (signal?.aborted) {
    aborted();
  } else {
    signal?.addEventListener("abort", aborted);
  }
  return scope;
}

/** What `ask` fetches with the signal it is given, or an error after `ms`. */
export async function withTimeout<T>(
  runtime: Runtime,
  ms: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const scope = createScope(runtime, ms);
  scope.onEnd(() => abort.abort());
  try {
    return await scope.race(ask(abort.signal));
  } finally {
    scope.finish();
  }
}

/** Why a signal was aborted: React Native's have no `reason`. */
export const reasonOf = (signal: AbortSignal): unknown => signal.reason ?? new Error("aborted");

/** As the signal's own method, which React Native does not have. */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted) {
    throw reasonOf(signal);
  }
}

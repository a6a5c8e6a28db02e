import { HomeError } from "../errors";
import type { Runtime } from "../platform";
import { withTimeout } from "../scope";
import type { HomeStorage } from "../types";
import { keysOf } from "./keys";

/** A storage that answers in time or fails: one that hangs must not hang a call. */
export interface BoundedStorage {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Those that begin with `prefix`, sorted. */
  keys(prefix: string): Promise<string[]>;
  /** When all that was asked for before has ended. */
  settled(): Promise<void>;
}

const limitMs = 5000;
/** How long nobody asks a storage that has hung. */
const backoffMs = 30_000;

export function boundStorage(storage: HomeStorage, runtime: Runtime): BoundedStorage {
  const running = new Set<Promise<unknown>>();
  let askAgainAt = 0;

  // Asks at once, so that what a page says while it is left is said.
  async function run<T>(work: () => T | Promise<T>): Promise<T> {
    if (runtime.now() < askAgainAt) {
      throw new HomeError("timeout", "the storage hangs", { phase: "storage" });
    }
    let hangs = true;
    const answer = async () => {
      try {
        return await work();
      } finally {
        hangs = false;
      }
    };
    const ending = withTimeout(runtime, limitMs, answer);
    running.add(ending);
    try {
      return await ending;
    } finally {
      running.delete(ending);
      if (hangs) {
        askAgainAt = runtime.now() + backoffMs;
      }
    }
  }

  return {
    get: (key) => run(() => storage.getItem(key)),
    set: async (key, value) => void (await run(() => storage.setItem(key, value))),
    remove: async (key) => void (await run(() => storage.removeItem(key))),
    keys: (prefix) => run(() => keysOf(storage, prefix)),
    settled: async () => void (await Promise.allSettled(running)),
  };
}

/** What the platforms have beyond the common ground, each optional: browsers, Node, React Native, Deno, workers. */
export interface Platform {
  navigator?: {
    language?: string;
    onLine?: boolean;
    connection?: { effectiveType?: string; saveData?: boolean; type?: string };
    storage?: { persist?(): Promise<boolean> };
    locks?: { request<T>(name: string, run: () => Promise<T>): Promise<T> };
  };
  document?: {
    head?: { append(node: unknown): void };
    createElement(tag: string): Record<string, string>;
    addEventListener?(type: string, listener: () => void): void;
    removeEventListener?(type: string, listener: () => void): void;
    visibilityState?: string;
  };
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
  requestIdleCallback?(run: () => void, options?: { timeout: number }): number;
  indexedDB?: any;
  caches?: { default?: unknown };
  WeakRef?: unknown;
  localStorage?: any;
  WebSocket?: any;
  BroadcastChannel?: any;
}

export const platform = globalThis as unknown as Platform;

/** One request of a call: what `fetch` of the options is given third, where it is not the lookup that is asked. */
export interface HomeAttempt {
  /** Equal for all attempts of a call, hedges too. */
  call: number;
  /** 1 for the first. */
  number: number;
  /** It is made beside another one that takes long; else a number above 1 is a repetition. */
  hedge: boolean;
}

export type AttemptFetch = (input: string, init: RequestInit, attempt?: HomeAttempt) => Promise<Response>;

/** Time, chance and network, so that tests can hold all three. */
export interface Runtime {
  fetch: AttemptFetch;
  /** Milliseconds since the epoch. */
  now(): number;
  random(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: any): void;
  /** Runs `run` while no other tab holds `name`, or when `late` says so, which returns what calls that off. */
  exclusively<T>(name: string, run: () => Promise<T>, late?: (go: () => void) => () => void): Promise<T>;
}

/** What a browser may deny with an error: storage, locks and caches in sandboxed frames, or where site data is blocked. */
export function allowed<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}

/** Web Locks, where there are any; elsewhere there are no tabs, or nothing that they share. */
const exclusively: Runtime["exclusively"] = (name, run, late) =>
  new Promise((resolve, reject) => {
    let off = () => {};
    let started = false;
    const start = async () => {
      if (!started) {
        started = true;
        off();
        await run().then(resolve, reject);
      }
    };
    const asked = allowed(() => platform.navigator?.locks?.request(name, start));
    if (asked) {
      asked.catch(start);
      off = (!started && late?.(start)) || off;
    } else {
      start();
    }
  });

export function createRuntime(options: {
  fetch?: AttemptFetch | undefined;
  runtime?: Partial<Runtime> | undefined;
}): Runtime {
  return {
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: () => Date.now(),
    random: () => Math.random(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer),
    exclusively,
    ...options.runtime,
  };
}

/** False where the platform is sure that there is no network; true is only a guess. */
export const seemsOnline = () => platform.navigator?.onLine !== false;

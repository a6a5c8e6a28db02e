import { createRuntime, platform, seemsOnline } from "./platform";
import { createModel } from "./prefetch-model";
import { reasonOf, throwIfAborted } from "./scope";
import type { HomeCore, HomeFetch } from "./types";

export interface PrefetchOptions {
  /** Whose habits these are: they are kept on this device, per user. */
  user: string;
  /** False turns it off: nothing is learned, kept or fetched. @default true */
  enabled?: boolean;
  /** Reads that may be fetched ahead. @default every path */
  match?: RegExp;
  /** Bytes that may be fetched ahead in a minute. @default 500 kB */
  bytesPerMinute?: number;
  /** How sure it must be. @default 0.5 */
  likelihood?: number;
  /** Seconds that a fetched answer waits for its request. @default 30 */
  maxAgeSeconds?: number;
}

export interface Prefetch {
  /** As the client's, answered from what was fetched ahead where that is there. */
  fetch: HomeFetch;
  /** Shares of what was fetched ahead that was used, and of the reads that found their response there. 0 to 1. */
  stats(): { fetched: number; used: number; reads: number; bytes: number; hitRate: number; usefulness: number };
  /** Forgets what was learned and fetched. */
  clear(): Promise<void>;
}

interface Ahead {
  at: number;
  response: Promise<Response | undefined>;
}

/** Learns which read follows which, and fetches the likely next one while the device has nothing better to do. */
export function createPrefetch(home: Pick<HomeCore, "fetch" | "options">, options: PrefetchOptions): Prefetch {
  const runtime = createRuntime(home.options);
  const on = options.enabled !== false;
  const key = `home-region-prefetch:${home.options.organization}:${encodeURIComponent(options.user)}`;
  const model = createModel(on ? home.options.storage : undefined, key);
  const ahead = new Map<string, Ahead>();
  const maxAgeMs = (options.maxAgeSeconds ?? 30) * 1000;
  const budget = options.bytesPerMinute ?? 500_000;
  const count = { fetched: 0, used: 0, reads: 0, bytes: 0 };
  let allowance = budget;
  let refilled = runtime.now();
  let last: string | undefined;

  /** Not on a metered or slow network, not in the background, not over the budget. */
  function allowed(): boolean {
    const { connection } = platform.navigator ?? {};
    const now = runtime.now();
    allowance = Math.min(budget, allowance + (Math.max(0, now - refilled) / 60_000) * budget);
    refilled = now;
    const slow = connection?.saveData || /2g/.test(connection?.effectiveType ?? "");
    return allowance > 0 && !slow && seemsOnline() && platform.document?.visibilityState !== "hidden";
  }

  function idle(run: () => void): void {
    if (platform.requestIdleCallback) {
      platform.requestIdleCallback(run, { timeout: 2000 });
    } else {
      runtime.setTimeout(run, 50);
    }
  }

  async function look(path: string): Promise<Response | undefined> {
    try {
      // Extra work never hedges nor hurries: it must not cost anybody else anything.
      const response = await home.fetch(path, { hedge: false });
      if (response.status !== 200 || /no-store/.test(response.headers.get("cache-control") ?? "")) {
        return;
      }
      const body = await response.arrayBuffer();
      allowance -= body.byteLength;
      count.bytes += body.byteLength;
      return new Response(body, { status: 200, headers: response.headers });
    } catch {
      return;
    }
  }

  /** A write may change what any read would answer: those of before, and those fetched while it was under way. */
  async function during(write: Promise<Response>): Promise<Response> {
    ahead.clear();
    try {
      return await write;
    } finally {
      ahead.clear();
    }
  }

  function predict(path: string): void {
    const next = model.next(path, options.likelihood ?? 0.5);
    if (next === undefined || ahead.has(next) || !allowed()) {
      return;
    }
    idle(() => {
      if (ahead.has(next) || !allowed()) {
        return;
      }
      count.fetched++;
      ahead.set(next, { at: runtime.now(), response: look(next) });
      // At most what a few guesses need.
      if (ahead.size > 8) {
        ahead.delete(ahead.keys().next().value!);
      }
    });
  }

  const fetch: HomeFetch = async (input, init = {}) => {
    const plain = typeof input === "string" && input.startsWith("/") && !init.body && !init.headers && !init.cache;
    if (!on || !plain || (init.method ?? "GET") !== "GET") {
      const response = home.fetch(input, init);
      const method = init.method ?? (input as Request).method ?? "GET";
      return /^(GET|HEAD|OPTIONS)$/i.test(method) ? response : during(response);
    }
    if (options.match && !options.match.test(input)) {
      return home.fetch(input, init);
    }
    count.reads++;
    if (last !== undefined && last !== input) {
      model.learn(last, input);
    }
    last = input;
    const found = ahead.get(input);
    ahead.delete(input);
    const young = found && Math.abs(runtime.now() - found.at) <= maxAgeMs;
    const ready = young ? await until(found.response, init.signal) : undefined;
    if (ready) {
      count.used++;
    }
    const response = ready ?? (await home.fetch(input, init));
    predict(input);
    return response;
  };

  return {
    fetch,
    stats: () => ({
      ...count,
      hitRate: count.reads ? count.used / count.reads : 0,
      usefulness: count.fetched ? count.used / count.fetched : 0,
    }),
    async clear() {
      ahead.clear();
      last = undefined;
      await model.clear();
    },
  };
}

function until<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) {
    return work;
  }
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const stop = () => reject(reasonOf(signal));
    signal.addEventListener("abort", stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

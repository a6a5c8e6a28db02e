import type { Prepared } from "./request";
import { keysOf } from "./storage/keys";
import type { HomeCore, HomeFetch, HomeStorage } from "./types";

/** What is kept of the reads whose path matches. */
export interface ReadPolicy {
  match: RegExp;
  /** `network-first`: what is kept answers only when home cannot. `cache-first`: what is kept answers while it is fresh. */
  policy: "network-first" | "cache-first";
  /** Seconds that a kept response may be used for. */
  maxAgeSeconds: number;
}

interface Kept {
  at: number;
  status: number;
  headers: [string, string][];
  body: string;
}

export interface ReadCache {
  fetch(input: Parameters<HomeFetch>[0], init: Parameters<HomeFetch>[1], request: Prepared): Promise<Response>;
  /** Forgets everything. False where there was nothing. */
  clear(): Promise<boolean>;
}

/** Bounded by bytes: the least recently used goes first. Keeps texts (JSON), never what is `no-store`. */
export function createReadCache(
  home: HomeCore,
  storage: HomeStorage,
  prefix: string,
  policies: readonly ReadPolicy[],
  maxBytes: number,
): ReadCache {
  const now = home.options.runtime?.now ?? Date.now;
  /** Key → bytes, least recently used first. */
  let sizes: Map<string, number> | undefined;

  async function load(): Promise<Map<string, number>> {
    if (sizes) {
      return sizes;
    }
    const found = new Map<string, number>();
    for (const key of await keysOf(storage, prefix)) {
      found.set(key, (await storage.getItem(key))?.length ?? 0);
    }
    sizes ??= found;
    return sizes;
  }

  async function drop(key: string): Promise<void> {
    (await load()).delete(key);
    await storage.removeItem(key);
  }

  async function keep(key: string, response: Response): Promise<void> {
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || /no-store/.test(response.headers.get("cache-control") ?? "")) {
      return;
    }
    if (!/json|text|xml/.test(type)) {
      return;
    }
    const kept: Kept = { at: now(), status: 200, headers: [["content-type", type]], body: await response.text() };
    const etag = response.headers.get("etag");
    if (etag) {
      kept.headers.push(["etag", etag]);
    }
    const value = JSON.stringify(kept);
    const all = await load();
    all.delete(key);
    if (value.length > maxBytes) {
      return drop(key);
    }
    let total = value.length;
    for (const size of all.values()) {
      total += size;
    }
    for (const [oldest, size] of [...all]) {
      if (total <= maxBytes) {
        break;
      }
      total -= size;
      await drop(oldest);
    }
    for (;;) {
      try {
        await storage.setItem(key, value);
        all.set(key, value.length);
        return;
      } catch {
        // The device has less room than we may use: give up the oldest, and this one when there is none.
        const [oldest] = all.keys();
        if (oldest === undefined) {
          return;
        }
        await drop(oldest);
      }
    }
  }

  async function recall(key: string, maxAgeSeconds: number): Promise<Response | undefined> {
    try {
      const kept = JSON.parse((await storage.getItem(key)) ?? "null") as Kept | null;
      if (!kept) {
        return;
      }
      const age = (now() - kept.at) / 1000;
      if (!(age >= 0 && age <= maxAgeSeconds)) {
        return void (await drop(key));
      }
      const all = await load();
      const size = all.get(key);
      if (all.delete(key) && size !== undefined) {
        all.set(key, size);
      }
      const headers = [...kept.headers, ["x-home-cached", new Date(kept.at).toISOString()]] as [string, string][];
      return new Response(kept.body, { status: kept.status, headers });
    } catch {
      return;
    }
  }

  return {
    async fetch(input, init, request) {
      const policy = request.method === "GET" ? policies.find(({ match }) => match.test(request.path)) : undefined;
      if (!policy) {
        return home.fetch(input, init);
      }
      const key = prefix + request.path;
      const early = policy.policy === "cache-first" ? await recall(key, policy.maxAgeSeconds) : undefined;
      if (early) {
        return early;
      }
      let response: Response | undefined;
      let failure: unknown;
      try {
        response = await home.fetch(input, init);
      } catch (error) {
        if (init?.signal?.aborted) {
          throw error;
        }
        failure = error;
      }
      if (response && response.status < 500) {
        if (response.status === 200) {
          await keep(key, response.clone()).catch(() => {});
        }
        if (response.status === 404 || response.status === 410) {
          await drop(key).catch(() => {});
        }
        return response;
      }
      const kept = await recall(key, policy.maxAgeSeconds);
      if (kept) {
        return kept;
      }
      if (response) {
        return response;
      }
      throw failure;
    },
    async clear() {
      const keys = await keysOf(storage, prefix);
      for (const key of keys) {
        await storage.removeItem(key);
      }
      sizes = undefined;
      return keys.length > 0;
    },
  };
}

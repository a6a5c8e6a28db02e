import { drop as dropResponse, type Prepared } from "./request";
import type { BoundedStorage } from "./storage/bounded";
import type { HomeCore, HomeRequestInit } from "./types";

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
  fetch(path: string, init: HomeRequestInit | undefined, request: Prepared): Promise<Response>;
  /** A write to `path` was done: what is kept of it is gone, and what is being read is not kept. */
  written(path: string, response: Response): Promise<void>;
  /** Forgets everything, what is being read too. False where there was nothing. */
  clear(): Promise<boolean>;
}

/** Headers that make no other response of the same user's: whoever it is, whether it has changed, and what traces it. */
const indifferent =
  /^(authorization|cache-control|pragma|range|if-.*|idempotency-key|traceparent|tracestate|baggage|x-request-id|x-correlation-id)$/;

/** Bounded by bytes: the least recently used goes first. Keeps texts (JSON), never what is `no-store`. */
export function createReadCache(
  home: HomeCore,
  storage: BoundedStorage,
  prefix: string,
  policies: readonly ReadPolicy[],
  maxBytes: number,
): ReadCache {
  const now = home.options.runtime?.now ?? Date.now;
  /** Key → bytes, least recently used first. */
  let sizes: Map<string, number> | undefined;
  /** What is being read, and whether a write or a sign-out came between. */
  const reading = new Set<{ path: string; stale: boolean }>();

  async function load(): Promise<Map<string, number>> {
    if (sizes) {
      return sizes;
    }
    const found = new Map<string, number>();
    for (const key of await storage.keys(prefix)) {
      found.set(key, (await storage.get(key))?.length ?? 0);
    }
    sizes ??= found;
    return sizes;
  }

  async function drop(key: string): Promise<void> {
    (await load()).delete(key);
    await storage.remove(key);
  }

  async function keep(key: string, response: Response, read: { stale: boolean }): Promise<void> {
    const type = response.headers.get("content-type") ?? "";
    const mayKeep =
      !/no-store/.test(response.headers.get("cache-control") ?? "") && response.headers.get("vary") !== "*";
    if (response.status !== 200 || !mayKeep || !/json|text|xml/.test(type)) {
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
    while (!read.stale) {
      try {
        await storage.set(key, value);
        all.set(key, value.length);
        break;
      } catch {
        // The device has less room than we may use: give up the oldest, and this one when there is none.
        const [oldest] = all.keys();
        if (oldest === undefined) {
          return;
        }
        await drop(oldest);
      }
    }
    if (read.stale) {
      await drop(key);
    }
  }

  async function recall(key: string, maxAgeSeconds: number): Promise<Response | undefined> {
    try {
      const kept = JSON.parse((await storage.get(key)) ?? "null") as Kept | null;
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

  /** Whatever is kept of the resource: any query, any headers. */
  async function forget(path: string): Promise<void> {
    const resource = resourceOf(path);
    for (const read of reading) {
      read.stale ||= resourceOf(read.path) === resource;
    }
    for (const key of [...(await load()).keys()]) {
      if (resourceOf(key.slice(prefix.length)) === resource) {
        await drop(key);
      }
    }
  }

  return {
    async fetch(path, init, request) {
      const policy = request.method === "GET" ? policies.find(({ match }) => match.test(path)) : undefined;
      if (!policy || init?.cache === "no-store") {
        return home.fetch(path, init);
      }
      const variant = [...request.headers].filter(([name]) => !indifferent.test(name));
      const key = prefix + path + (variant.length ? ` ${JSON.stringify(variant)}` : "");
      const mayBeOld = policy.policy === "cache-first" && !/^(reload|no-cache)$/.test(init?.cache ?? "");
      const early = mayBeOld ? await recall(key, policy.maxAgeSeconds) : undefined;
      if (early) {
        return early;
      }
      const read = { path, stale: false };
      let response: Response | undefined;
      let failure: unknown;
      reading.add(read);
      try {
        response = await home.fetch(path, init);
        if (response.status === 200) {
          await keep(key, response.clone(), read).catch(() => {});
        }
      } catch (error) {
        if (init?.signal?.aborted) {
          throw error;
        }
        failure = error;
      } finally {
        reading.delete(read);
      }
      if (response && response.status < 500) {
        if ([403, 404, 410].includes(response.status)) {
          await forget(path).catch(() => {});
        }
        return response;
      }
      const kept = read.stale ? undefined : await recall(key, policy.maxAgeSeconds);
      if (kept) {
        dropResponse(response);
        return kept;
      }
      if (response) {
        return response;
      }
      throw failure;
    },
    // RFC 9111 4.4: the resource itself, and those that the response names.
    async written(path, { headers }) {
      for (const name of [path, headers.get("location"), headers.get("content-location")]) {
        if (name) {
          await forget(name).catch(() => {});
        }
      }
    },
    async clear() {
      for (const read of reading) {
        read.stale = true;
      }
      const keys = await storage.keys(prefix);
      for (const key of keys) {
        await storage.remove(key);
      }
      sizes = undefined;
      return keys.length > 0;
    },
  };
}

/** The path without origin, query and variant. */
const resourceOf = (path: string) => path.replace(/^https:\/\/[^/]*/, "").replace(/[?# ].*$/s, "");

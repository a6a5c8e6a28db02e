import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { HomeCore, HomeFetch, HomeNotice, HomeRequestInit, HomeStatus } from "./types";

/** Where the client is and what the user should know, kept up to date. */
export function useHome(home: HomeCore): { status: HomeStatus; notice: HomeNotice | null; dismiss(): void } {
  const subscribe = useCallback((changed: () => void) => home.on("status", changed), [home]);
  const read = () => home.status;
  const status = useSyncExternalStore(subscribe, read, read);
  const [last, setLast] = useState<{ home: HomeCore; notice: HomeNotice } | null>(null);
  useEffect(() => home.on("notice", (notice) => setLast({ home, notice })), [home]);
  const notice = last?.home === home ? last.notice : null;
  return { status, notice, dismiss: useCallback(() => setLast(null), []) };
}

/** A HomeError, what `fetch` threw, or an Error for a response that is not 2xx, which then has both; its body is not read. */
export interface HomeQueryError extends Error {
  status?: number;
  response?: Response;
}

export interface HomeQuery<T> {
  data: T | undefined;
  error: HomeQueryError | undefined;
  loading: boolean;
  reload(): void;
}

type Read = (error: HomeQueryError | undefined, data?: unknown) => void;

/**
 * Reads JSON at home. Reads again when `path` changes and when home is back after a failure; the last data of this path stays meanwhile.
 * `fetch` may be another layer's, such as offline's or prefetch's; not a function that each render makes anew.
 */
export function useHomeQuery<T>(home: HomeCore, path: string | null, fetch: HomeFetch = home.fetch): HomeQuery<T> {
  const blank = { path, fetch, data: undefined as T | undefined, error: undefined as HomeQueryError | undefined };
  const [state, setState] = useState({ ...blank, loading: path !== null });
  const [turn, setTurn] = useState(0);
  const failed = useRef(false);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  // What was read of another path, or for another user, is shown in no render.
  const isOwn = state.path === path && state.fetch === fetch;
  const { data, error, loading } = isOwn ? state : { ...blank, loading: path !== null };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is what reload changes
  useEffect(() => {
    failed.current = false;
    if (path === null) {
      return;
    }
    const abort = new AbortController();
    const own = (before: typeof state) => (before.path === path && before.fetch === fetch ? before : blank);
    const settle: Read = (error, data) => {
      failed.current = error !== undefined;
      if (!abort.signal.aborted) {
        setState((before) => ({ ...own(before), error, loading: false, ...(!error && { data: data as T }) }));
      }
    };
    setState((before) => ({ ...own(before), loading: true }));
    ask<T>(fetch, path, { signal: abort.signal }).then(({ data }) => settle(undefined, data), settle);
    return () => abort.abort();
  }, [fetch, path, turn]);

  useEffect(() => {
    return home.on("status", ({ state }) => {
      if (failed.current && (state === "home" || state === "failover")) {
        reload();
      }
    });
  }, [home, reload]);

  return { data, error, loading, reload };
}

export interface HomeMutationResult<T> {
  data: T | undefined;
  error: HomeQueryError | undefined;
  response: Response | undefined;
  /** Offline keeps it, and sends it later: `response` is its 202. */
  queued: boolean;
}

export interface HomeMutation<T> extends HomeMutationResult<T> {
  loading: boolean;
  /** Sends a write. Resolves with what came of it, an error too: it never rejects. */
  mutate(path: string, init: HomeRequestInit): Promise<HomeMutationResult<T>>;
  /** As if nothing had been sent. */
  reset(): void;
}

const untouched = { data: undefined, error: undefined, response: undefined, queued: false, loading: false };

/** Writes at home, and says what became of the last write. A page that is left does not call it off. */
export function useHomeMutation<T = unknown>(home: HomeCore, fetch: HomeFetch = home.fetch): HomeMutation<T> {
  const [state, setState] = useState<HomeMutationResult<T> & { loading: boolean }>(untouched);
  const last = useRef(0);
  const mutate = useCallback(
    async (path: string, init: HomeRequestInit) => {
      const turn = ++last.current;
      setState({ ...untouched, loading: true });
      const result: HomeMutationResult<T> = await ask<T>(fetch, path, init).then(
        ({ data, response }) => {
          return { data, error: undefined, response, queued: response.headers.has("x-home-queued") };
        },
        (error) => ({ data: undefined, error, response: error.response, queued: false }),
      );
      if (turn === last.current) {
        setState({ ...result, loading: false });
      }
      return result;
    },
    [fetch],
  );
  const reset = useCallback(() => {
    last.current++;
    setState(untouched);
  }, []);
  return { ...state, mutate, reset };
}

async function ask<T>(
  fetch: HomeFetch,
  path: string,
  init: HomeRequestInit,
): Promise<{ data: T | undefined; response: Response }> {
  const response = await fetch(path, init);
  const { ok, status } = response;
  if (!ok) {
    throw Object.assign(new Error(`${path} answered ${status}`), { status, response });
  }
  const text = await response.text();
  return { data: text ? JSON.parse(text) : undefined, response };
}

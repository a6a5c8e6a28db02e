import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { HomeCore, HomeFetch, HomeNotice, HomeStatus } from "./types";

/** Where the client is and what the user should know, kept up to date. */
export function useHome(home: HomeCore): { status: HomeStatus; notice: HomeNotice | null; dismiss(): void } {
  const subscribe = useCallback((changed: () => void) => home.on("status", changed), [home]);
  const read = () => home.status;
  const status = useSyncExternalStore(subscribe, read, read);
  const [notice, setNotice] = useState<HomeNotice | null>(null);
  useEffect(() => home.on("notice", setNotice), [home]);
  return { status, notice, dismiss: useCallback(() => setNotice(null), []) };
}

export interface HomeQuery<T> {
  data: T | undefined;
  /** A HomeError, or an Error for a response that is not 2xx. */
  error: Error | undefined;
  loading: boolean;
  reload(): void;
}

/**
 * Reads JSON at home. Reads again when `path` changes and when home is back after a failure; the last data stays meanwhile.
 * `fetch` may be another layer's, such as offline's or prefetch's.
 */
export function useHomeQuery<T>(home: HomeCore, path: string | null, fetch: HomeFetch = home.fetch): HomeQuery<T> {
  const [state, setState] = useState<Omit<HomeQuery<T>, "reload">>({
    data: undefined,
    error: undefined,
    loading: path !== null,
  });
  const [turn, setTurn] = useState(0);
  const failed = useRef(false);
  const reload = useCallback(() => setTurn((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is what reload changes
  useEffect(() => {
    if (path === null) {
      return;
    }
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    read<T>(fetch, path, abort.signal).then(
      (data) => {
        failed.current = false;
        if (!abort.signal.aborted) {
          setState({ data, error: undefined, loading: false });
        }
      },
      (error: Error) => {
        failed.current = true;
        if (!abort.signal.aborted) {
          setState((before) => ({ ...before, error, loading: false }));
        }
      },
    );
    return () => abort.abort();
  }, [fetch, path, turn]);

  useEffect(() => {
    return home.on("status", ({ state }) => {
      if (failed.current && (state === "home" || state === "failover")) {
        reload();
      }
    });
  }, [home, reload]);

  return { ...state, reload };
}

async function read<T>(fetch: HomeFetch, path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal });
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return (await response.json()) as T;
}

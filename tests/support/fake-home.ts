import type { HomeCore, HomeEvents, HomeFetch, HomeStatus } from "../../client/types";

type Listener = (event: never) => void;

/** A client of which the test says what happens to it. */
export function fakeHome() {
  const listeners = new Map<string, Set<Listener>>();
  const asked: { path: string; respond(response: Response | Error): void; signal: AbortSignal }[] = [];
  const status = { state: "unknown", jurisdiction: null, region: null, endpoint: null, since: "", why: "start" };
  const fetch: HomeFetch = (path, init) =>
    new Promise((resolve, reject) => {
      const respond = (response: Response | Error) =>
        response instanceof Error ? reject(response) : resolve(response);
      asked.push({ path: String(path), respond, signal: init!.signal! });
    });
  const home = {
    status: status as HomeStatus,
    fetch,
    on(type: string, listener: Listener) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
      return () => listeners.get(type)!.delete(listener);
    },
  };
  return {
    home: home as unknown as HomeCore,
    asked,
    tell<K extends keyof HomeEvents>(type: K, event: HomeEvents[K]) {
      if (type === "status") {
        home.status = event as HomeStatus;
      }
      for (const listener of listeners.get(type) ?? []) {
        (listener as (event: unknown) => void)(event);
      }
    },
    listening: () => [...listeners.values()].reduce((sum, all) => sum + all.size, 0),
  };
}

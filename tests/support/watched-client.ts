/** A client in virtual time whose timers and whose responses' bodies are watched. */
import { createHomeCore, type HomeClientOptions } from "../../client/core";
import { ok, primary, standby } from "./acme-client";
import { homeResponse, lookup } from "./home-response";
import { createVirtual } from "./virtual-network";

interface WatchedTimer {
  ms: number;
  unreferenced: boolean;
}

export function watchedClient(options: Partial<HomeClientOptions> = {}, random = 1) {
  const virtual = createVirtual();
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
  virtual.hosts.set(primary, ok);
  virtual.hosts.set(standby, ok);
  const timers = new Set<WatchedTimer & { timer: unknown }>();
  /** Hosts whose response nobody reads, in the order in which they were dropped. */
  const dropped: string[] = [];
  const runtime = {
    ...virtual.runtime,
    random: () => random,
    setTimeout(run: () => void, ms: number) {
      const timer = virtual.runtime.setTimeout(() => {
        timers.delete(watched);
        run();
      }, ms);
      const watched = {
        ms,
        timer,
        unreferenced: false,
        unref() {
          watched.unreferenced = true;
        },
      };
      timers.add(watched);
      return watched;
    },
    clearTimeout(watched: (WatchedTimer & { timer: unknown }) | undefined) {
      if (!watched) {
        return;
      }
      timers.delete(watched);
      virtual.runtime.clearTimeout(watched.timer);
    },
    async fetch(input: string, init: RequestInit) {
      const response = await virtual.runtime.fetch(input, init);
      const { body } = response;
      const cancel = body?.cancel.bind(body);
      if (body) {
        body.cancel = (reason) => {
          dropped.push(new URL(String(input)).host);
          return cancel!(reason);
        };
      }
      return response;
    },
  };
  const home = createHomeCore({ lookup, organization: "acme", ...options, runtime });
  const hosts = (path = "/v1/profile") =>
    virtual.requests.filter((request) => request.path === path).map(({ host }) => host);
  const lookups = () => virtual.requests.filter(({ host }) => host === "api.example.com").length;
  return { virtual, home, hosts, lookups, timers, dropped };
}

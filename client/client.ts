import { isLookupOrigin } from "./answer";
import { createDirectory } from "./directory";
import { HomeError } from "./errors";
import { createFetch } from "./fetch";
import { createFleet } from "./fleet";
import { createRuntime, platform } from "./platform";
import { memoryStorage } from "./storage/memory";
import type {
  Home,
  HomeClientOptions,
  HomeCore,
  HomeEvents,
  HomeNotice,
  HomeStatus,
  Measurement,
  NoticeKind,
} from "./types";

/**
 * The client without `connect`: finds home, keeps it, and fetches there. Makes no request before it is used.
 * Throws HomeError `bad-option` with every fault at once.
 */
export function createHomeCore(options: HomeClientOptions): HomeCore {
  checkOptions(options);
  const runtime = createRuntime(options);
  const listeners = new Map<string, Set<(event: never) => void>>();
  const iso = () => new Date(runtime.now()).toISOString();
  let offline = false;
  let why = "start";
  let status: HomeStatus = {
    state: "unknown",
    jurisdiction: null,
    region: null,
    endpoint: null,
    since: iso(),
    why,
  };

  const fleet = createFleet(
    runtime,
    options.dispatcher ? ({ dispatcher: options.dispatcher } as RequestInit) : {},
    (shift) => {
      why = shift;
      update();
    },
  );
  const directory = createDirectory(options, runtime, options.storage ?? memoryStorage(), {
    change(next, before) {
      why = before && before.jurisdiction !== next.jurisdiction ? "moved" : "lookup";
      announce(next, before);
      emit("home", next);
      update();
    },
    lookup: (part) => measure({ kind: "lookup", ...part }),
  });
  const fetch = createFetch(options, runtime, directory, fleet, {
    offline() {
      offline = true;
      why = "network";
      update();
    },
    answered() {
      if (!offline) return;
      offline = false;
      why = "recovered";
      update();
    },
    measured: measure,
  });

  function emit<K extends keyof HomeEvents>(type: K, event: HomeEvents[K]): void {
    for (const listener of [...(listeners.get(type) ?? [])]) {
      try {
        (listener as (event: HomeEvents[K]) => void)(event);
      } catch (error) {
        // A listener's fault is the app's to see, and no reason for a call to fail.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  function notify(kind: NoticeKind, about: Parameters<HomeCore["notify"]>[1] = {}): void {
    const { jurisdiction } = directory.home ?? { jurisdiction: null };
    const { region = status.region, detail = null, since = iso() } = about;
    const values: Record<string, string | null> = { region, jurisdiction };
    const text = (options.texts?.[kind] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    emit("notice", { kind, text, jurisdiction, region, since, detail } satisfies HomeNotice);
  }

  function announce(next: Home, before: Home | undefined): void {
    const notice = next.notice;
    const about = { region: null, ...(notice && { detail: notice.message, since: notice.since }) };
    if (before && before.jurisdiction !== next.jurisdiction)
      notify("moved", { ...about, region: next.endpoints[0]!.region });
    else if (next.state === "moving" && before?.state !== "moving") notify("moving", about);
    if (notice?.code === "temporary-region" && before?.notice?.code !== notice.code) notify("temporary-region", about);
  }

  /** Works out where the client is now; tells it when that is somewhere else than before. */
  function update(): void {
    const home = directory.home;
    const active = home && fleet.active(home);
    const state = offline
      ? "offline"
      : !home
        ? "unknown"
        : !active
          ? "unavailable"
          : active === home.endpoints[0]
            ? "home"
            : "failover";
    const before = status;
    const endpoint = active?.api ?? null;
    if (state === before.state && endpoint === before.endpoint) return;
    status = {
      state,
      jurisdiction: home?.jurisdiction ?? null,
      region: active?.region ?? null,
      endpoint,
      since: iso(),
      why,
    };
    emit("status", status);
    const wasAway = before.state === "failover" || before.state === "unavailable" || before.state === "offline";
    if (state === "failover" && before.state !== "failover") notify("failover");
    else if (state === "offline") notify("offline");
    else if (state === "home" && wasAway) notify("returned");
    if (state === "failover") measure({ kind: "failover", ms: Date.parse(status.since) - Date.parse(before.since) });
  }

  function measure(part: Partial<Measurement>): void {
    if (!listeners.get("measurement")?.size) return;
    const { jurisdiction = null } = directory.home ?? {};
    const connection = platform.navigator?.connection;
    const network = connection?.type ?? connection?.effectiveType ?? "";
    const region = status.region;
    const blank: Measurement = {
      kind: "request",
      at: runtime.now(),
      ms: 0,
      region,
      jurisdiction,
      status: 0,
      attempts: 1,
      network,
    };
    emit("measurement", { ...blank, ...part });
  }

  return {
    fetch,
    get status() {
      return status;
    },
    get home() {
      return directory.home;
    },
    options,
    ready: directory.get,
    refresh: directory.refresh,
    async forget() {
      await directory.forget();
      offline = false;
      why = "start";
      update();
    },
    on(type, listener) {
      const all = listeners.get(type) ?? new Set();
      listeners.set(type, all.add(listener as (event: never) => void));
      return () => void all.delete(listener as (event: never) => void);
    },
    emit,
    notify,
  };
}

function checkOptions(options: HomeClientOptions): void {
  const faults: string[] = [];
  if (!isLookupOrigin(options?.lookup))
    faults.push(`lookup is ${JSON.stringify(options?.lookup)}; it must be an origin "https://api.<domain>"`);
  if (typeof options?.organization !== "string" || !/^[a-z0-9_-]{1,64}$/.test(options.organization))
    faults.push(`organization is ${JSON.stringify(options?.organization)}; it must be a slug or an id`);
  for (const [name, ms] of Object.entries(options?.timeouts ?? {}))
    if (!(typeof ms === "number" && ms > 0)) faults.push(`timeouts.${name} is ${ms}; it must be milliseconds above 0`);
  if (faults.length) throw new HomeError("bad-option", `The options are wrong: ${faults.join("; ")}.`, { faults });
}

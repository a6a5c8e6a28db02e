import { HomeError, isHomeError } from "./errors";
import { checkResponse, checkSuccessor } from "./lookup-response";
import { allowed, platform, type Runtime, seemsOnline } from "./platform";
import { checkArrival } from "./request";
import { retryAfterMs } from "./retry-after";
import { withTimeout } from "./scope";
import type { Home, HomeClientOptions, Measurement } from "./types";

/** What is known about home: in memory, in storage, and at the lookup. */
export interface Directory {
  readonly home: Home | undefined;
  /** The home if it may be used now, without waiting; starts a validation in the background when one is due. */
  usable(): Home | undefined;
  /** As `usable`, else from storage, else from the lookup. */
  get(): Promise<Home>;
  /** The lookup's response of now. Equal questions share one, in this tab and in others. */
  refresh(): Promise<Home>;
  /** As `refresh`, while no endpoint answers: less and less often. */
  recheck(): Promise<Home>;
  /** As `refresh`, after a Region has said that home is elsewhere: what only the storage says then yields to any response. */
  correct(): Promise<Home>;
  /** The network is back: what failed before says nothing. */
  retry(): void;
  forget(): Promise<void>;
}

interface Stored {
  /** When the lookup gave it, ms since the epoch, by this device's clock. */
  at: number;
  home: Home;
}

/** Cloudflare's workers, known by `caches.default`, throw at `no-cache` before their compatibility date 2025-08-07. */
const lookupCache = allowed(() => platform.caches?.default) ? undefined : "no-cache";

/** Between two questions that fail or change nothing, where home is known and where it is not. */
const longestBackoffMs = [5000, 60_000] as const;

/** How long a tab lets another one ask: it may be stopped, or wait for a lookup that is silent. */
const turnMs = 2000;

/** No response is believed for longer than this without asking, whatever it says of itself: a day fresh, a month in all. */
const longest = { ttlSeconds: 86_400, staleIfErrorSeconds: 2_592_000 };

/**
 * Asks `GET {lookup}/v1/organizations/{organization}/home` and keeps the response by its own rules: fresh for
 * `ttlSeconds`, then validated at most once in that time while it goes on being used for `staleIfErrorSeconds`.
 */
export function createDirectory(
  options: HomeClientOptions,
  runtime: Runtime,
  on: { change(next: Home, before: Home | undefined): void; measured(part: Measurement): void },
): Directory {
  const { lookup, organization, storage } = options;
  const key = `home-region:${lookup.slice(8)}:${organization}`;
  let known: Stored | undefined;
  let asked = -Infinity;
  let loading: Promise<void> | undefined;
  const asking: { forced?: Promise<Home> | undefined; due?: Promise<Home> | undefined } = {};
  let epoch = 0;
  let status = 0;
  /** What failed last, and until when that is the answer. */
  let failure: { error: unknown; count: number; until: number } | undefined;
  let rechecks = 0;
  let recheckAt = 0;
  let retryAfter = 0;
  /** Whether the lookup itself has answered in this process, and whether a Region has shown the storage to be wrong. */
  let reported = false;
  let distrust = false;

  /** Seconds since the response; a clock that went back makes it too old, never young. */
  const age = () => (known && runtime.now() >= known.at ? (runtime.now() - known.at) / 1000 : Infinity);
  const limit = (name: keyof typeof longest) => Math.min(known?.home[name] ?? 0, longest[name]);

  /** Good enough to go on with, however old. */
  const kept = () => (known && age() <= limit("ttlSeconds") + limit("staleIfErrorSeconds") ? known.home : undefined);

  function usable(): Home | undefined {
    const home = kept();
    const ttl = limit("ttlSeconds");
    const since = runtime.now() - asked;
    if (home && age() > ttl && (since < 0 || since >= ttl * 1000)) {
      refresh("due").catch(() => {});
    }
    return home;
  }

  async function load(): Promise<void> {
    const mine = epoch;
    try {
      const stored = JSON.parse((await storage?.getItem(key)) ?? "null") as Stored | null;
      if (!stored || distrust || mine !== epoch || typeof stored.at !== "number") {
        return;
      }
      const home = checkResponse(stored.home, options);
      if (known) {
        checkSuccessor(known.home, home);
      }
      if (!known || home.version > known.home.version || stored.at > known.at) {
        take({ at: stored.at, home });
      }
    } catch {
      // What is stored is broken, forged or out of reach: as if nothing were stored.
    }
  }

  function take(next: Stored): void {
    const before = known?.home;
    known = next;
    if (before?.version !== next.home.version) {
      on.change(next.home, before);
    }
  }

  const sleep = (ms: number) => new Promise<void>((resolve) => runtime.setTimeout(resolve, ms));

  /** Doubling, with jitter. */
  const backoff = (count: number) =>
    Math.min(longestBackoffMs[+!!kept()]!, 1000 * 2 ** count) * (0.5 + runtime.random() / 2);

  async function refresh(kind: keyof typeof asking = "forced", mine = epoch): Promise<Home> {
    const since = runtime.now();
    const wait = failure && since >= asked ? Math.max(0, failure.until - since) : 0;
    // Whoever knows no home waits for the next question; anybody else has the answer of the last one.
    if (wait && (kind === "forced" || kept() || wait > longestBackoffMs[0] || !seemsOnline())) {
      throw failure!.error;
    }
    asking[kind] ??= (wait ? sleep(wait) : Promise.resolve())
      .then(() =>
        runtime.exclusively(
          key,
          async () => {
            // Another tab may have asked while this one waited for its turn.
            await load();
            const enough = kind === "due" ? runtime.now() - limit("ttlSeconds") * 1000 : since;
            if (known && known.at >= enough && known.at <= runtime.now()) {
              return known.home;
            }
            return ask(mine);
          },
          (go) => {
            const timer = runtime.setTimeout(go, turnMs);
            return () => runtime.clearTimeout(timer);
          },
        ),
      )
      .finally(() => {
        asking[kind] = undefined;
      });
    return asking[kind];
  }

  async function ask(mine: number): Promise<Home> {
    const started = runtime.now();
    asked = started;
    try {
      const home = checkResponse(await question(), options);
      if (known && !distrust && mine === epoch) {
        checkSuccessor(known.home, home);
      }
      if (mine !== epoch) {
        return home;
      }
      take({ at: runtime.now(), home });
      reported = true;
      distrust = false;
      failure = undefined;
      try {
        await storage?.setItem(key, JSON.stringify(known));
      } catch {
        // It is known all the same, until the next start.
      }
      return home;
    } catch (error) {
      const count = failure?.count ?? 0;
      failure = { error, count: count + 1, until: runtime.now() + Math.max(backoff(count), retryAfter) };
      throw error;
    } finally {
      on.measured({ kind: "lookup", at: started, ms: runtime.now() - started, status });
    }
  }

  /** Three tries at first, within `lookupMs` each: the lookup is anycast, so a second try may end elsewhere. */
  async function question(): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      status = retryAfter = 0;
      try {
        return await withTimeout(runtime, options.timeouts?.lookupMs ?? 5000, async (signal) => {
          // No header of our own, so that browsers need no preflight; no credentials: the global path carries none.
          const init = { signal, redirect: "manual", credentials: "omit", cache: lookupCache } as RequestInit;
          const url = `${lookup}/v1/organizations/${organization}/home`;
          const response = await runtime.fetch(url, extra(options, init));
          checkArrival(response, lookup);
          status = response.status;
          retryAfter = Math.min(longestBackoffMs[1], retryAfterMs(response.headers.get("retry-after"), runtime.now()));
          return status === 200 ? response.json() : Promise.reject(new Error(`status ${status}`));
        });
      } catch (cause) {
        if (status === 404) {
          throw new HomeError("organization-unknown", `nobody knows "${organization}"`);
        }
        if (tries === 3 || failure || retryAfter) {
          throw new HomeError("lookup-unreachable", `no response from ${lookup}`, { cause, status });
        }
      }
      await sleep(runtime.random() * 100 * 3 ** tries);
    }
  }

  return {
    get home() {
      return known?.home;
    },
    usable,
    async get() {
      const mine = epoch;
      const now = usable();
      if (now) {
        return now;
      }
      loading ??= load();
      await loading;
      const stored = usable();
      if (stored) {
        return stored;
      }
      try {
        return await refresh("due", mine);
      } catch (error) {
        if (known && isHomeError(error, "lookup-unreachable")) {
          throw new HomeError("response-expired", "home is too old", { cause: error });
        }
        throw error;
      }
    },
    refresh: () => refresh(),
    async recheck() {
      const now = runtime.now();
      if (known && !failure && now >= asked && now < recheckAt) {
        return known.home;
      }
      rechecks = now - recheckAt < longestBackoffMs[1] ? rechecks + 1 : 0;
      recheckAt = now + backoff(rechecks);
      return refresh();
    },
    correct() {
      // A Region alone, which may be wrong, makes nobody homeless while the lookup cannot be asked.
      distrust = !reported;
      return refresh();
    },
    retry() {
      failure = undefined;
    },
    async forget() {
      epoch++;
      known = failure = undefined;
      asked = -Infinity;
      await storage?.removeItem(key);
    },
  };
}

/** Options that only some platforms know. */
export const extra = (options: HomeClientOptions, init: RequestInit): RequestInit =>
  options.dispatcher ? ({ ...init, dispatcher: options.dispatcher } as RequestInit) : init;

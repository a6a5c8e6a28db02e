import { createDirectory } from "./directory";
import { createEmitter } from "./emitter";
import { createEndpoints } from "./endpoints";
import { HomeError } from "./errors";
import { createFetch } from "./fetch";
import { isLookupOrigin } from "./lookup-response";
import { createRuntime, platform } from "./platform";
import type { HomeClientOptions, HomeCore, HomeEvents, HomeStatus, Measurement } from "./types";

/**
 * The client without `connect`: finds home, keeps it, and fetches there. Makes no request before it is used.
 * Throws HomeError `bad-option` with every issue at once, and those that are given.
 */
export function createHomeCore(options: HomeClientOptions, issues: string[] = []): HomeCore {
  checkOptions(options ?? {}, issues);
  const runtime = createRuntime(options);
  const { on, emit } = createEmitter<HomeEvents>();
  const iso = () => new Date(runtime.now()).toISOString();
  let offline = false;
  let status: HomeStatus = {
    state: "unknown",
    jurisdiction: null,
    region: null,
    endpoint: null,
    since: iso(),
    why: "start",
  };

  const endpoints = createEndpoints(runtime, update);
  const directory = createDirectory(options, runtime, {
    change(next, before) {
      emit("home", next);
      update(before && before.jurisdiction !== next.jurisdiction ? "moved" : "lookup");
    },
    measured: measure,
  });
  const fetch = createFetch(options, runtime, directory, endpoints, { networkIs, measured: measure });
  // Whoever answers, and be it a socket: there is a network.
  on("measurement", ({ status }) => status && networkIs(false));
  platform.addEventListener?.("online", () => {
    endpoints.forget();
    directory.retry();
    networkIs(false);
  });

  function networkIs(gone: boolean): void {
    if (offline !== gone) {
      offline = gone;
      update(gone ? "network" : "recovered");
    }
  }

  /** Works out where the client is now; tells it when that is somewhere else than before. */
  function update(why: string): void {
    const home = directory.home;
    const before = status;
    const first = home?.endpoints[0];
    let active = home && endpoints.active(home);
    if (active && active !== first && !endpoints.standsIn(active, first!)) {
      // Nobody has answered there yet: the user's own network, or a browser that hides why, may be what fails.
      active = before.state === "home" ? first : undefined;
    }
    const state = offline
      ? "offline"
      : !home
        ? "unknown"
        : !active
          ? "unavailable"
          : active === first
            ? "home"
            : "failover";
    const { api: endpoint = null, region = null } = active ?? {};
    if (state === before.state && endpoint === before.endpoint) {
      return;
    }
    status = { state, jurisdiction: home?.jurisdiction ?? null, region, endpoint, since: iso(), why };
    emit("status", status);
    if (state === "failover") {
      measure({ kind: state, ms: Date.parse(status.since) - Date.parse(before.since) });
    }
  }

  function measure(part: Measurement): void {
    emit("measurement", { at: runtime.now(), region: status.region, ...part });
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
      update("start");
    },
    on,
    emit,
  };
}

function checkOptions({ lookup, organization }: HomeClientOptions, others: readonly string[]): void {
  const issues: string[] = [];
  if (!isLookupOrigin(lookup)) {
    issues.push(`lookup is ${JSON.stringify(lookup)}, not "https://api.<domain>"`);
  }
  if (!/^[a-z0-9_-]{1,64}$/.test(organization ?? "")) {
    issues.push(`organization is ${JSON.stringify(organization)}, not a slug or an id`);
  }
  issues.push(...others);
  if (issues.length) {
    throw new HomeError("bad-option", issues.join("; "), { issues });
  }
}

import { type Call, createAttempts, good, type Outcome, restOf } from "./attempt";
import type { Directory } from "./directory";
import type { Endpoints } from "./endpoints";
import { HomeError, isHomeError } from "./errors";
import { createBudget } from "./latency";
import { type Runtime, seemsOnline } from "./platform";
import { drop, msOf, pathAtHome, prepare } from "./request";
import { retryAfterMs } from "./retry-after";
import { createScope, type Scope } from "./scope";
import type { Home, HomeClientOptions, HomeEndpoint, HomeFetch, Measurement } from "./types";

const backoffMs = 100;
/** How long a call waits for what another call is finding out. */
const trialTimeoutMs = 1000;
/** A longer `Retry-After` is the caller's to wait for. */
const longestRetryAfterMs = 5000;

/**
 * The loop of one call: the first endpoint that may be used, again where that is safe, the next one of the same
 * jurisdiction, a fresh response from the lookup, and then the last response or a typed error.
 */
export function createFetch(
  options: HomeClientOptions,
  runtime: Runtime,
  directory: Directory,
  endpoints: Endpoints,
  on: { networkIs(gone: boolean): void; measured(part: Measurement): void },
): HomeFetch {
  const attempts = createAttempts(options, runtime, endpoints);
  let calls = 0;
  // A retry costs what ten first attempts earn; a hedge what twenty reads earn (at the p95, that is what it needs).
  const retryBudget = createBudget(0.1, 100);
  const hedgeBudget = createBudget(0.05, 10);

  const fetch: HomeFetch = async (input, init) => {
    const started = runtime.now();
    const { wholeMs = 30_000 } = { ...options.timeouts, ...init?.timeouts };
    const scope = createScope(runtime, wholeMs, init?.signal ?? (input as Request).signal);
    const call = { attempts: 0, id: ++calls } as Call;
    let outcome: Outcome | undefined;
    try {
      Object.assign(call, await scope.race(prepare(input, init)), { scope });
      if (call.sent) {
        scope.limit(Infinity);
        call.sent.then(() => scope.limit(wholeMs));
      } else if (call.bodyMs) {
        scope.limit(wholeMs + call.bodyMs);
      }
      outcome = await run(call, scope);
      const { headers, body } = outcome.response!;
      if (body) {
        const size = Number(headers.get("content-length"));
        if (!init?.timeouts?.wholeMs && (size ? msOf(size) : !isJson.test(headers.get("content-type")!))) {
          scope.limit(size ? wholeMs + msOf(size) : Infinity);
        }
        scope.detach();
      } else {
        scope.finish();
      }
      return outcome.response!;
    } catch (error) {
      scope.finish();
      throw error;
    } finally {
      if (call.answered) {
        on.networkIs(false);
      }
      const { target, response } = outcome ?? {};
      const about = { region: target?.region ?? null, status: response?.status ?? 0, attempts: call.attempts };
      on.measured({ kind: "request", at: started, ms: runtime.now() - started, ...about });
    }
  };
  return fetch;

  async function run(call: Call, scope: Scope): Promise<Outcome> {
    let home = directory.usable() ?? (await scope.race(directory.get()));
    const tries = new Map<string, number>();
    const rests = (endpoint: HomeEndpoint) => endpoints.restMs(home, (other) => other !== endpoint, route);
    let [mayWait, mayRefresh, mayMove] = [true, true, true];
    // A token that another call has renewed, and one that this one renews.
    let renewals = 2;
    let last: Outcome | undefined;
    const { route } = call;
    const { retries = 1 } = { ...options, ...call.own };
    await enter(home);
    retryBudget.earn();
    if (call.read) {
      hedgeBudget.earn();
    }

    for (;;) {
      if (scope.endedBy !== undefined) {
        throw scope.endedBy;
      }
      const spent = ({ api }: HomeEndpoint) => (tries.get(api) ?? 0) > retries;
      // One answer of "not now" is enough where all say so.
      const left = (endpoint: HomeEndpoint) => spent(endpoint) || (!!last && rests(endpoint) > 0);
      const endpoint = endpoints.choose(home, left, !call.read, route);
      if (!endpoint) {
        const rest = endpoints.restMs(home, spent, route);
        if (rest > 0 && rest <= longestRetryAfterMs) {
          await scope.sleep(rest);
          continue;
        }
        if (mayWait && !rest) {
          mayWait = false;
          if (await Promise.race([endpoints.trialEnd(home, route), scope.sleep(trialTimeoutMs)])) {
            continue;
          }
        }
        if (!mayRefresh || (call.attempts && !call.safe)) {
          return end(last);
        }
        mayRefresh = false;
        const next = await refresh(last);
        if (!next || origins(next) === origins(home)) {
          return end(last);
        }
        await enter(next);
        continue;
      }
      const outcome = await attempt(endpoint, home, call);
      const { response, how } = outcome;
      const { api } = outcome.target;
      const status = response?.status ?? 0;
      const tried = (tries.get(api) ?? 0) + 1;
      // Whoever gave no response in time gets no second chance from this call.
      tries.set(api, how === "timeout" ? Infinity : tried);
      if (how === "ended") {
        throw scope.endedBy;
      }
      if (how === "refused") {
        throw outcome.error;
      }

      if (status === 421) {
        // Refused before anything was read, so even an unsafe request may be sent again.
        drop(response);
        const next = call.repeatable && mayMove && (await scope.race(directory.correct()));
        if (!next || origins(next) === origins(home)) {
          throw misrouted(outcome);
        }
        mayMove = false;
        await enter(next);
        continue;
      }
      if (
        status === 401 &&
        renewals-- > 0 &&
        options.getToken &&
        call.repeatable &&
        !call.headers.has("authorization")
      ) {
        const before = call.token;
        await renew(true);
        if (!call.token || call.token === before) {
          return outcome;
        }
        drop(response);
        tries.delete(api);
        continue;
      }
      if (isRunning(call, response)) {
        // Its first attempt: it will have been done, and its response is kept. No failure of the endpoint's.
        const wait = pause(response, 0);
        if (wait <= longestRetryAfterMs) {
          drop(response);
          tries.delete(api);
          await scope.sleep(wait);
          continue;
        }
      }
      drop(last?.response);
      if (good(outcome) || status === 501 || status === 505) {
        return outcome;
      }
      last = outcome;
      if (!call.safe) {
        return end(last);
      }
      if (how === "opened") {
        continue;
      }
      // Whoever says when to come back is left alone until then, and the next one is asked meanwhile.
      const rest = restOf(response, runtime.now());
      const again = !rest && tries.get(api)! <= retries;
      if ((status === 429 && !again && !rest) || !retryBudget.spend()) {
        return end(last);
      }
      if (again) {
        await scope.sleep(pause(response, tried));
      }
    }

    async function enter(next: Home): Promise<void> {
      home = next;
      tries.clear();
      call.path = pathAtHome(call.path, home);
      await renew(false);
    }

    async function renew(refresh: boolean): Promise<void> {
      const refused = refresh ? call.token : undefined;
      call.token = await scope.race(Promise.resolve(options.getToken?.({ home, refresh, refused })));
    }

    /** The global endpoint's response of now; undefined where it has none. Nobody at all there means: no network. */
    async function refresh(last: Outcome | undefined): Promise<Home | undefined> {
      try {
        return await scope.race(directory.recheck());
      } catch (error) {
        if (scope.endedBy !== undefined) {
          throw error;
        }
        if (!seemsOnline() || (!call.answered && isHomeError(error, "lookup-unreachable") && !error.details.status)) {
          endpoints.resetBreakers();
          throw offline(last?.error ?? error);
        }
        return;
      }
    }

    /** The last response is still a response; without one, a typed error. */
    function end(last: Outcome | undefined): Outcome {
      if (last?.response) {
        return last;
      }
      const cause = last?.error;
      if (last && !seemsOnline()) {
        throw offline(cause);
      }
      if (last?.how === "timeout") {
        throw new HomeError("timeout", `${last.target.region} is silent`, { phase: "first-byte" });
      }
      const { jurisdiction } = home;
      const retryAfterMs = endpoints.restMs(home, () => false, route) || undefined;
      throw new HomeError("unreachable", `no endpoint in ${jurisdiction} answers`, {
        jurisdiction,
        cause,
        retryAfterMs,
      });
    }
  }

  function offline(cause: unknown): HomeError {
    on.networkIs(true);
    return new HomeError("offline", "no network", { cause });
  }

  async function attempt(endpoint: HomeEndpoint, home: Home, call: Call): Promise<Outcome> {
    if (!call.read || { ...options, ...call.own }.hedge === false) {
      return attempts.start(endpoint, call).outcome;
    }
    const isFailing = (endpoint: HomeEndpoint) => endpoints.isOpen(endpoint, call.route);
    let heard: number | undefined;
    const other = () => {
      const before = heard;
      heard = endpoints.of(endpoint).latency.count();
      // Nobody has had a response since the last time: it is gone, not slow. As soon as three have seen that, it is given up.
      const silent = heard === before;
      const second = endpoints.choose(
        home,
        (candidate) => candidate === endpoint || (isFailing(candidate) && !silent),
        true,
        call.route,
      );
      // A trial is always hedged: it is no user's fault that it is made.
      return second && (isFailing(endpoint) || silent || hedgeBudget.spend()) ? second : undefined;
    };
    return attempts.race(endpoint, other, call);
  }

  /** Full jitter over a doubling base, or what the server asks for. ms. */
  function pause(response: Response | undefined, tried: number): number {
    const asked = retryAfterMs(response?.headers.get("retry-after"), runtime.now());
    return Math.max(asked, runtime.random() * backoffMs * 2 ** tried);
  }
}

/** Read whole: of another body of unknown length nobody knows when it ends, as of events. */
const isJson = /[/+]json(;|$)/;

/** 409 with `Retry-After` under a key: the same write still runs (docs/decisions/0009-idempotency.md). */
const isRunning = (call: Call, response: Response | undefined) =>
  response?.status === 409 &&
  call.headers.has("idempotency-key") &&
  call.repeatable &&
  response.headers.has("retry-after");
const origins = (home: Home) => JSON.stringify(home.endpoints);
const misrouted = ({ target }: Outcome) =>
  new HomeError("misrouted", `${target.region} and the lookup disagree about home`, {
    region: target.region,
  });

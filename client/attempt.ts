import { extra } from "./directory";
import type { Endpoints } from "./endpoints";
import { platform, type Runtime, seemsOnline } from "./platform";
import { checkArrival, drop, type Prepared } from "./request";
import { retryAfterMs } from "./retry-after";
import type { Scope } from "./scope";
import type { HomeClientOptions, HomeEndpoint } from "./types";

/** How one attempt at one endpoint ended. */
export interface Outcome {
  target: HomeEndpoint;
  response: Response | undefined;
  /** `refused`: the response must not be used. `opened`: the endpoint was given up meanwhile. `ended`: the call is over. */
  how: "response" | "network" | "timeout" | "refused" | "opened" | "outrun" | "ended";
  error: unknown;
}

export interface Attempt {
  outcome: Promise<Outcome>;
  /** Calls it off, unless it has ended. */
  leave(kind: "outrun" | "ended"): void;
}

export interface Call extends Prepared {
  scope: Scope;
  token: string | null | undefined;
  attempts: number;
  id: number;
  /** Somebody has said something, whatever it was. */
  answered?: boolean;
}

/** Answers that say more about the endpoint than about the request. */
const isFailing = (status: number) => status > 501 && status < 505;
export const good = ({ response }: Outcome) =>
  response !== undefined && response.status < 500 && response.status !== 408 && response.status !== 429;

/** ms for which whoever answered so wants to be left alone. */
export const restOf = (response: Response | undefined, now: number) =>
  response && (response.status === 429 || response.status >= 500)
    ? retryAfterMs(response.headers.get("retry-after"), now)
    : 0;

/**
 * The body's time ends with the call's. The call outlives the body by its deadline, so it must not hold on to it: it knows
 * the body's controller weakly, and the body keeps that alive. Older Hermes and Cloudflare's workers before 2025-05-05 have no WeakRef.
 */
function endWith(scope: Scope, abort: AbortController, body: object): void {
  Object.assign(body, { abort });
  const known = weak(abort);
  scope.onEnd((reason) => known.deref()?.abort(reason));
}

/** By itself: functions that are made in one place hold on to what any of them uses. */
const weak = <T extends object>(value: T): { deref(): T | undefined } =>
  platform.WeakRef ? new WeakRef(value) : { deref: () => value };

/** A hedge sooner than this would race the event loop, not the endpoint. */
const soonestMs = 10;

export function createAttempts(options: HomeClientOptions, runtime: Runtime, endpoints: Endpoints) {
  const hedgeAfter = (endpoint: HomeEndpoint) => Math.max(endpoints.of(endpoint).latency.p95() + 1, soonestMs);

  function attempt(endpoint: HomeEndpoint, call: Call, hedge = false): Attempt {
    const { inFlight } = endpoints.of(endpoint);
    const { route } = call;
    const started = runtime.now();
    const abort = new AbortController();
    let settle!: (outcome: Outcome) => void;
    let over = false;
    let off: () => unknown = () => {};
    const outcome = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    const number = ++call.attempts;
    endpoints.began(endpoint, route);

    function end(how: Outcome["how"], response?: Response, error?: unknown): void {
      if (over) {
        return;
      }
      over = true;
      runtime.clearTimeout(timer);
      inFlight.delete(leaveWhenLate);
      call.answered ||= !!response;
      const restMs = restOf(response, runtime.now());
      if (response && !isFailing(response.status)) {
        endpoints.succeeded(endpoint, Math.max(0, runtime.now() - started - call.bodyMs), route, restMs);
      } else if (seemsOnline() && (response || how === "network" || how === "timeout")) {
        endpoints.failed(endpoint, "failures", route, restMs);
      } else if (how === "outrun") {
        endpoints.failed(endpoint, "slow", route);
      } else {
        endpoints.released(endpoint, route);
      }
      off();
      if (response?.body) {
        endWith(call.scope, abort, response.body);
      } else {
        abort.abort();
      }
      settle({ target: endpoint, how, response, error });
    }
    // Its response may still be on the way: it has as long as most responses take.
    const leaveWhenLate = () =>
      runtime.setTimeout(
        () => end("opened"),
        Math.max(0, started + call.bodyMs + hedgeAfter(endpoint) - runtime.now()),
      );
    let timer: unknown;
    const startTimer = () => {
      const { firstByteMs = 10_000 } = { ...options.timeouts, ...call.own.timeouts };
      timer = over || runtime.setTimeout(() => end("timeout"), firstByteMs + call.bodyMs);
    };
    call.sent ? call.sent.then(startTimer) : startTimer();
    off = call.scope.onEnd((reason) => {
      abort.abort(reason);
      end("ended");
    });
    if (call.safe) {
      inFlight.set(leaveWhenLate, route);
    }

    const headers = new Headers(call.headers);
    if (call.token && !headers.has("authorization")) {
      headers.set("authorization", `Bearer ${call.token}`);
    }
    const init = { ...call.init, method: call.method, headers, signal: abort.signal, redirect: "manual" as const };
    send(endpoint.api, extra(options, init));
    return { outcome, leave: (kind) => end(kind) };

    async function send(api: string, init: RequestInit): Promise<void> {
      let response: Response;
      try {
        response = await runtime.fetch(api + call.path, init, {
          call: call.id,
          number,
          hedge,
        });
      } catch (error) {
        return end("network", undefined, error);
      }
      if (over) {
        return drop(response);
      }
      try {
        checkArrival(response, api, call.init.redirect);
        end("response", response);
      } catch (error) {
        end("refused", undefined, error);
      }
    }
  }

  /** `first`, and `second` too when `first` takes longer than it nearly always does. The first good response wins. */
  function race(first: HomeEndpoint, second: () => HomeEndpoint | undefined, call: Call): Promise<Outcome> {
    const main = attempt(first, call);
    return new Promise((resolve) => {
      let hedge: Attempt | undefined;
      let left = 1;
      let timer: unknown;
      // The budget goes to those who wait longest: they ask again, later and later.
      const wait = (ms: number) => {
        timer = runtime.setTimeout(() => {
          const other = second();
          if (!other) {
            return wait(ms * 2);
          }
          left++;
          hedge = attempt(other, call, true);
          hedge.outcome.then((outcome) => {
            if (!good(outcome)) {
              wait(ms * 2);
            }
            arrive(outcome, main, "outrun");
          });
        }, ms);
      };
      wait(hedgeAfter(first));
      main.outcome.then((outcome) => arrive(outcome, hedge, "ended"));
      function arrive(outcome: Outcome, other: Attempt | undefined, kind: "outrun" | "ended"): void {
        left--;
        if (!good(outcome) && left > 0) {
          return;
        }
        runtime.clearTimeout(timer);
        other?.leave(kind);
        resolve(outcome);
      }
    });
  }

  return { start: attempt, race };
}

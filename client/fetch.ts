import type { Directory } from "./directory";
import { HomeError, isHomeError } from "./errors";
import type { Fleet } from "./fleet";
import { type Call, createFlights, type Outcome } from "./flight";
import { createBudget } from "./latency";
import { type Runtime, seemsOnline } from "./platform";
import { pathAtHome, prepare } from "./request";
import { createScope, type Scope } from "./scope";
import type { Home, HomeClientOptions, HomeEndpoint, HomeFetch, Measurement } from "./types";

const backoffMs = 100;
/** How long a call waits for what another call is finding out. */
const verdictMs = 1000;
/** A longer `Retry-After` is the caller's to wait for. */
const patienceMs = 5000;

/**
 * The loop of one call: the first endpoint that may be used, again where that is safe, the next one of the same
 * jurisdiction, a fresh answer from the lookup, and then the last answer or a typed error.
 */
export function createFetch(
  options: HomeClientOptions,
  runtime: Runtime,
  directory: Directory,
  fleet: Fleet,
  on: { offline(): void; answered(): void; measured(part: Partial<Measurement>): void },
): HomeFetch {
  const flights = createFlights(options, runtime, fleet);
  const retries = options.retries ?? 1;
  // A retry costs what ten first attempts earn; a hedge what twenty reads earn (at the p95, that is what it needs).
  const retryBudget = createBudget(0.1, 100);
  const hedgeBudget = createBudget(0.05, 10);

  const fetch: HomeFetch = async (input, init) => {
    const started = runtime.now();
    const scope = createScope(runtime, options.timeouts?.wholeMs ?? 30_000, init?.signal ?? (input as Request).signal);
    const call = { attempts: 0 } as Call;
    let outcome: Outcome | undefined;
    try {
      Object.assign(call, await prepare(input, init), { scope });
      outcome = await run(call, scope);
      if (outcome.response?.body) scope.detach();
      else scope.close();
      return outcome.response!;
    } catch (error) {
      scope.close();
      throw error;
    } finally {
      const { endpoint, response } = outcome ?? {};
      const about = { region: endpoint?.region ?? null, status: response?.status ?? 0, attempts: call.attempts };
      on.measured({ kind: "request", at: started, ms: runtime.now() - started, ...about });
    }
  };
  return fetch;

  async function run(call: Call, scope: Scope): Promise<Outcome> {
    let home = directory.usable() ?? (await scope.within(directory.get()));
    const asked = call.path;
    const tries = new Map<string, number>();
    const once = { refresh: true, token: true, correct: true, wait: true };
    let last: Outcome | undefined;
    await enter(home);
    retryBudget.earn();
    if (call.read) hedgeBudget.earn();

    for (;;) {
      if (scope.reason !== undefined) throw scope.reason;
      const endpoint = fleet.choose(home, ({ api }) => (tries.get(api) ?? 0) > retries, !call.safe);
      if (!endpoint) {
        if (once.wait) {
          once.wait = false;
          if (await Promise.race([fleet.verdict(home), scope.sleep(verdictMs)])) continue;
        }
        if (!once.refresh || (call.attempts && !call.safe)) return end(last);
        once.refresh = false;
        const next = await renew(last);
        if (!next || origins(next) === origins(home)) return end(last);
        await enter(next);
        continue;
      }
      const outcome = await attempt(endpoint, home, call);
      const { response, kind } = outcome;
      tries.set(outcome.endpoint.api, (tries.get(outcome.endpoint.api) ?? 0) + 1);
      const status = response?.status ?? 0;
      if (kind === "ended") throw scope.reason;
      if (kind === "refused") throw outcome.error;

      if (status === 421) {
        // Refused before anything was read, so even an unsafe request may be sent again.
        if (!call.repeatable || !once.correct) throw misrouted(outcome);
        once.correct = false;
        drop(outcome);
        const next = await scope.within(directory.refresh());
        if (next.jurisdiction === home.jurisdiction && origins(next) === origins(home)) throw misrouted(outcome);
        await enter(next);
        continue;
      }
      if (status === 401 && once.token && options.getToken && call.repeatable) {
        once.token = false;
        const token = await scope.within(Promise.resolve(options.getToken({ home, refresh: true })));
        if (!token || token === call.token) return outcome;
        drop(outcome);
        call.token = token;
        tries.delete(outcome.endpoint.api);
        continue;
      }
      const throttled = status === 429;
      const failed = !response || status === 408 || (status >= 500 && status !== 501 && status !== 505);
      drop(last);
      if (!failed && !throttled) {
        on.answered();
        return outcome;
      }
      last = outcome;
      if (!call.safe) return end(last);
      if (kind === "opened") continue;
      // Whoever gave no answer in time gets no second chance from this call.
      if (kind === "timeout") tries.set(outcome.endpoint.api, Infinity);
      const again = (tries.get(outcome.endpoint.api) ?? 0) <= retries;
      const wait = again ? pause(response, tries.get(outcome.endpoint.api)!) : 0;
      if (wait > patienceMs || (throttled && !again) || !retryBudget.spend()) return end(last);
      if (wait) await scope.sleep(wait);
    }

    async function enter(next: Home): Promise<void> {
      home = next;
      tries.clear();
      call.path = pathAtHome(call.path === asked ? asked : call.path, home);
      if (options.getToken)
        call.token = await scope.within(Promise.resolve(options.getToken({ home, refresh: false })));
    }

    /** The global endpoint's answer of now; undefined where it has none. Nobody at all there means: no network. */
    async function renew(last: Outcome | undefined): Promise<Home | undefined> {
      try {
        return await scope.within(directory.refresh());
      } catch (error) {
        if (scope.reason !== undefined) throw error;
        const silent = !last || last.kind === "network" || last.kind === "timeout";
        if (!seemsOnline() || (silent && isHomeError(error, "lookup-unreachable") && !error.details.status)) {
          fleet.pardon();
          on.offline();
          throw new HomeError("offline", "There is no network.", { cause: last?.error ?? error });
        }
        return;
      }
    }

    /** The last answer is still an answer; without one, a typed error. */
    function end(last: Outcome | undefined): Outcome {
      if (last?.response) return last;
      if (last && !seemsOnline()) {
        on.offline();
        throw new HomeError("offline", "There is no network.", { cause: last.error });
      }
      if (last?.kind === "timeout")
        throw new HomeError("timeout", `${last.endpoint.region} gave no answer in time.`, { phase: "first-byte" });
      const { jurisdiction } = home;
      throw new HomeError("unreachable", `No endpoint in ${jurisdiction} can be reached; no other may be asked.`, {
        jurisdiction,
        cause: last?.error,
      });
    }
  }

  async function attempt(endpoint: HomeEndpoint, home: Home, call: Call): Promise<Outcome> {
    if (!call.read || options.hedge === false) return flights.fly(endpoint, call).outcome;
    const other = () => {
      const free = (one: HomeEndpoint) => one === endpoint || fleet.of(one).breaker.state !== "closed";
      const second = fleet.choose(home, free, true);
      return second && hedgeBudget.spend() ? second : undefined;
    };
    return flights.race(endpoint, other, call);
  }

  /** Full jitter over a doubling base, or what the server asks for. ms. */
  function pause(response: Response | undefined, tried: number): number {
    const asked = Number(response?.headers.get("retry-after") ?? 0) * 1000;
    return Math.max(asked || 0, runtime.random() * backoffMs * 2 ** tried);
  }
}

const origins = (home: Home) => home.endpoints.map(({ api }) => api).join();
const drop = (outcome: Outcome | undefined) => void outcome?.response?.body?.cancel().catch(() => {});
const misrouted = ({ endpoint }: Outcome) =>
  new HomeError("misrouted", `${endpoint.region} says that home is elsewhere, and the lookup does not say where.`, {
    region: endpoint.region,
  });

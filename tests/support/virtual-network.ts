/** Virtual time and a network that lives in it, so that hours of faults run in milliseconds and come out the same. */
import type { Runtime } from "../../client/platform";

export interface VirtualRequest {
  at: number;
  host: string;
  url: string;
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** `network`: the connection fails. `silence`: nothing ever comes back. */
export type VirtualResponse =
  | { status: number; body?: unknown; headers?: Record<string, string>; delayMs?: number }
  | { fault: "network"; delayMs?: number }
  | { fault: "silence" };

export type Handler = (request: VirtualRequest) => VirtualResponse | Promise<VirtualResponse>;

export interface Virtual {
  runtime: Runtime;
  /** Every request, in the order sent. */
  requests: VirtualRequest[];
  hosts: Map<string, Handler>;
  now(): number;
  /** Moves the wall clock without time passing. */
  setClock(offsetMs: number): void;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until `work` settles. Throws when it never will. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Timer {
  at: number;
  run: () => void;
}

export function createVirtual(seed = 1, limitMs = 3_600_000): Virtual {
  let time = 1_790_000_000_000;
  const start = time;
  let offset = 0;
  let state = seed >>> 0 || 1;
  const timers = new Set<Timer>();
  const hosts = new Map<string, Handler>();
  const requests: VirtualRequest[] = [];
  const held = new Map<string, Promise<unknown>>();

  const runtime: Runtime = {
    // Whole milliseconds, as Date.now gives them.
    now: () => Math.floor(time + offset),
    random: () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    },
    setTimeout: (run, ms) => {
      const timer = { at: time + Math.max(0, ms), run };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    exclusively: (name, run) => {
      const mine = (held.get(name) ?? Promise.resolve()).then(run, run);
      held.set(
        name,
        mine.catch(() => {}),
      );
      return mine;
    },
    fetch: (input, init = {}) => {
      const url = new URL(String(input));
      const request: VirtualRequest = {
        at: time,
        host: url.host,
        url: url.href,
        method: init.method ?? "GET",
        path: url.pathname + url.search,
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : "",
      };
      requests.push(request);
      return new Promise((resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        const handler = hosts.get(url.host);
        Promise.resolve(handler ? handler(request) : { fault: "network" as const }).then((response) => {
          if ("fault" in response && response.fault === "silence") {
            return;
          }
          runtime.setTimeout(() => {
            if ("fault" in response) {
              return reject(new TypeError("fetch failed"));
            }
            const body = response.body === undefined ? null : JSON.stringify(response.body);
            resolve(new Response(body, { status: response.status, headers: response.headers ?? {} }));
          }, response.delayMs ?? 1);
        }, reject);
      });
    },
  };

  async function run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    work.then(mark, mark);
    for (let idle = 0; !settled; ) {
      await new Promise(setImmediate);
      if (settled) {
        break;
      }
      let next: Timer | undefined;
      // In the order set, so that of equal ones the first stays.
      for (const timer of timers) {
        if (!next || timer.at < next.at) {
          next = timer;
        }
      }
      if (!next) {
        if (++idle > 20) {
          throw new Error("nothing is left that could end this");
        }
        continue;
      }
      idle = 0;
      if (next.at - start > limitMs) {
        throw new Error(`it has not ended within ${limitMs} ms`);
      }
      timers.delete(next);
      time = Math.max(time, next.at);
      next.run();
    }
    return work;
  }

  return {
    runtime,
    requests,
    hosts,
    now: () => time,
    setClock: (ms) => {
      offset = ms;
    },
    sleep: (ms) => new Promise((resolve) => runtime.setTimeout(() => resolve(), ms)),
    run,
  };
}

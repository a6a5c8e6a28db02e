import { HomeError } from "./errors";
import { checkResponse } from "./lookup-response";
import { createRuntime } from "./platform";
import { checkArrival } from "./request";
import type { Home, HomeClientOptions } from "./types";

export interface BatchOptions<K, V> {
  /** One request for all keys. Its results are in the keys' order; an Error in a key's place is that caller's alone. */
  load(keys: readonly K[]): Promise<readonly (V | Error)[]>;
  /** Keys in one request. @default 100 */
  maxSize?: number;
  /** Milliseconds that the first caller waits for others. 0 collects what the same tick asks. @default 0 */
  waitMs?: number;
  /** Equal keys of one batch are asked once. @default the key itself, for strings and numbers */
  keyOf?(key: K): unknown;
}

/** Same-tick reads in one request, bounded in size and time: each caller gets its own result or its own error. */
export function createBatch<K, V>(options: BatchOptions<K, V>): (key: K) => Promise<V> {
  const { load, maxSize = 100, waitMs = 0, keyOf = (key) => key } = options;
  type Entry = { key: K; promise: Promise<V>; resolve(value: V): void; reject(error: unknown): void };
  let batch = new Map<unknown, Entry>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function send(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const entries = [...batch.values()];
    batch = new Map();
    if (entries.length === 0) {
      return;
    }
    try {
      const results = await load(entries.map(({ key }) => key));
      for (const [index, { resolve, reject }] of entries.entries()) {
        const result = results[index];
        if (result instanceof Error) {
          reject(result);
        } else if (index < results.length) {
          resolve(result as V);
        } else {
          reject(new HomeError("refused", `The batch has ${results.length} results for ${entries.length} reads.`));
        }
      }
    } catch (error) {
      for (const { reject } of entries) {
        reject(error);
      }
    }
  }

  return (key) => {
    const same = keyOf(key);
    const known = batch.get(same);
    if (known) {
      return known.promise;
    }
    const entry = { key } as Entry;
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    batch.set(same, entry);
    if (batch.size >= maxSize) {
      send();
    } else if (waitMs > 0) {
      timer ??= setTimeout(send, waitMs);
    }
    // After the microtasks that wait already: whoever awaits something resolved is still of this tick.
    else if (batch.size === 1) {
      Promise.resolve()
        .then(() => {})
        .then(send);
    }
    return entry.promise;
  };
}

/**
 * Homes of many organizations, for servers: `POST {lookup}/v1/homes`, at most 100 in a request. Every response is held
 * against the same rules as the client's own.
 */
export function createHomes(
  options: Pick<HomeClientOptions, "lookup" | "jurisdictions" | "fetch" | "runtime" | "timeouts"> & { waitMs?: number },
): (organization: string) => Promise<Home> {
  const runtime = createRuntime(options);
  return createBatch<string, Home>({
    maxSize: 100,
    waitMs: options.waitMs ?? 0,
    async load(organizations) {
      const abort = new AbortController();
      const timer = runtime.setTimeout(() => abort.abort(), options.timeouts?.lookupMs ?? 5000);
      try {
        const response = await runtime.fetch(`${options.lookup}/v1/homes`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ organizations }),
          redirect: "manual",
          credentials: "omit",
          signal: abort.signal,
        });
        checkArrival(response, options.lookup);
        if (response.status !== 200) {
          throw new HomeError("lookup-unreachable", `The lookup answered ${response.status}.`, {
            status: response.status,
          });
        }
        const { results = [] } = (await response.json()) as { results?: any[] };
        return organizations.map((organization, index) => read(organization, results[index]));
      } catch (cause) {
        if ((cause as HomeError).name === "HomeError") {
          throw cause;
        }
        throw new HomeError("lookup-unreachable", "The lookup gives no response.", { cause });
      } finally {
        runtime.clearTimeout(timer);
      }
    },
  });

  function read(organization: string, result: any): Home | Error {
    try {
      // Results come in the order asked; one that is about another organization is nobody's.
      if (result?.organization !== undefined && result.organization !== organization) {
        throw new HomeError("response-refused", `A result is about ${result.organization}, not ${organization}.`);
      }
      if (result?.problem) {
        throw new HomeError(
          result.problem.status === 404 ? "organization-unknown" : "refused",
          String(result.problem.title),
          {
            problem: result.problem,
          },
        );
      }
      return checkResponse(result?.home, { ...options, organization });
    } catch (error) {
      return error as Error;
    }
  }
}

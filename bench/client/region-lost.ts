/**
 * ca-central-1 is lost under load in the twin: the SDK, plain fetch with retries, and cockatiel's policies put together
 * by hand, side by side in one run. Everybody reads and writes as users of their own, from Toronto.
 */
import {
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from "cockatiel";
import { createHomeClient } from "../../client/index";
import { Person, startTestTwin } from "../../tests/support/twin";
import { twinFetch } from "../../tests/support/twin-fetch";
import type { Row } from "./overhead";

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

const primary = "https://ca.api.example.com";
const standby = "https://ca-west-1.ca.api.example.com";
const warmMs = 6000;
const lostMs = 12_000;
const readers = 4;
const pauseMs = 100;
const json = { "content-type": "application/json" };

/** Three more tries after errors and 5xx, with exponential backoff; 5 s each. */
function plain(fetch: typeof globalThis.fetch): Fetch {
  return async (path, init) => {
    for (let tries = 1; ; tries++) {
      try {
        const response = await fetch(primary + path, { ...init, signal: AbortSignal.timeout(5000) });
        if (response.status < 500 || tries === 4) {
          return response;
        }
      } catch (error) {
        if (tries === 4) {
          throw error;
        }
      }
      await sleep(100 * 2 ** tries * Math.random());
    }
  };
}

/** What a careful engineer builds: for each endpoint a retry in a circuit breaker in a time-out, the standby as fallback. */
function cockatiel(fetch: typeof globalThis.fetch): Fetch {
  const guarded = [primary, standby].map((api) => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) });
    const again = retry(handleAll, { maxAttempts: 1, backoff: new ExponentialBackoff() });
    const policy = wrap(again, breaker, timeout(2000, TimeoutStrategy.Aggressive));
    return (path: string, init?: RequestInit) =>
      policy.execute(async ({ signal }) => {
        const response = await fetch(api + path, { ...init, signal });
        if (response.status >= 500) {
          throw new Error(String(response.status));
        }
        return response;
      });
  });
  return (path, init) => guarded[0]!(path, init).catch(() => guarded[1]!(path, init));
}

interface Measured {
  reads: { at: number; ms: number; ok: boolean }[];
  /** Never done, however often they were tried. */
  lost: number;
  doubled: number;
  /** Done in the Region that was lost, and not yet known in the other: DynamoDB replicates a moment later. */
  behind: number;
}

/** Reads all the time, and writes 1, 2, 3 … each on the version that the last one gave. */
async function drive(fetch: Fetch, token: string, until: () => boolean): Promise<Measured> {
  const measured: Measured = { reads: [], lost: 0, doubled: 0, behind: 0 };
  const authorization = `Bearer ${token}`;
  const put = (n: number, condition: Record<string, string>) =>
    fetch("/v1/profile", {
      method: "PUT",
      headers: { ...json, authorization, ...condition },
      body: JSON.stringify({ preferences: { n } }),
    });
  let etag = (await put(0, { "if-none-match": "*" })).headers.get("etag")!;
  const read = async () => {
    const start = performance.now();
    const ok = await fetch("/v1/profile", { headers: { authorization } }).then(
      async (response) => (await response.arrayBuffer()) && response.status === 200,
      () => false,
    );
    measured.reads.push({ at: start, ms: performance.now() - start, ok });
  };
  const reading = Array.from({ length: readers }, async () => {
    while (!until()) {
      await read();
      await sleep(pauseMs);
    }
  });
  const versionOf = (tag: string | null | undefined) => Number(tag?.replace(/\D/g, "") ?? 0);
  for (let n = 1; !until(); n++) {
    let done = false;
    while (!done) {
      const response = await put(n, { "if-match": etag }).catch(() => undefined);
      if (response?.ok) {
        if (versionOf(response.headers.get("etag")) > versionOf(etag) + 1) {
          measured.doubled++;
        }
        etag = response.headers.get("etag")!;
        done = true;
      } else if (until()) {
        break;
      } else {
        // Was it done and only its answer lost, or was it not done? The profile says; in the other Region it may be older.
        const found = await fetch("/v1/profile", { headers: { authorization } }).catch(() => undefined);
        const profile = found?.ok ? ((await found.json()) as { preferences: { n: number } }) : undefined;
        const tag = found?.headers.get("etag");
        done = profile?.preferences.n === n;
        if (profile && !done) {
          measured.behind += Math.max(0, versionOf(etag) - versionOf(tag));
        }
        etag = tag ?? etag;
      }
    }
    if (!done) {
      measured.lost++;
    }
    await sleep(pauseMs * 2);
  }
  await Promise.all(reading);
  return measured;
}

export async function regionLost(): Promise<Row[]> {
  const twin = await startTestTwin({ speed: 1 });
  const people: Person[] = [];
  try {
    const contenders = await Promise.all(
      ["SDK", "plain fetch with retries", "cockatiel by hand"].map(async (name) => {
        const person = new Person(twin, "Toronto");
        people.push(person);
        const token = await person.signIn("acme");
        const fetch = twinFetch(person.client);
        const sdk = () =>
          createHomeClient({ lookup: "https://api.example.com", organization: "acme", fetch }).fetch as Fetch;
        return {
          name,
          token,
          fetch: name === "SDK" ? sdk() : name.startsWith("plain") ? plain(fetch) : cockatiel(fetch),
        };
      }),
    );
    let over = false;
    const running = contenders.map(({ fetch, token }) => drive(fetch, token, () => over));
    await sleep(warmMs);
    const lostAt = performance.now();
    twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    await sleep(lostMs);
    over = true;
    const results = await Promise.all(running);
    const crossings = twin.context.ledger.crossings().length;
    return [
      ...contenders.flatMap(({ name }, index) => rowsOf(name, results[index]!, lostAt)),
      { name: "Region lost: crossings of the border", value: crossings, unit: "hops", goal: "0", met: crossings === 0 },
    ];
  } finally {
    for (const person of people) {
      person.close();
    }
    await twin.stop();
  }
}

function rowsOf(name: string, { reads, lost, doubled, behind }: Measured, lostAt: number): Row[] {
  const after = reads.filter(({ at, ms }) => at + ms >= lostAt);
  const p99 = percentile(
    after.map(({ ms, ok }) => (ok ? ms : Infinity)),
    0.99,
  );
  const failed = after.filter(({ ok }) => !ok).length;
  // The moment after which 99 of 100 reads that begin are answered within a second.
  const bad = after.filter(({ ms, ok }) => !ok || ms > 1000).map(({ at }) => at - lostAt);
  const back = bad.length === 0 ? 0 : Math.max(...bad);
  const goals = name === "SDK";
  const goal = (text: string, met: boolean) => (goals ? { goal: text, met } : {});
  const row = (what: string, value: number, unit: string) => ({ name: `Region lost, ${name}: ${what}`, value, unit });
  return [
    { ...row("p99 of reads from then on", Math.round(Math.min(p99, 99_999)), "ms"), ...goal("≤ 1,000", p99 <= 1000) },
    {
      ...row("last bad read (failed, or over 1 s) began", Math.round(back), "ms after"),
      ...goal("≤ 1,000", back <= 1000),
    },
    { ...row("reads failed", failed, `of ${after.length}`), ...goal("0", failed === 0) },
    { ...row("writes lost", lost, "writes"), ...goal("0", lost === 0) },
    { ...row("writes doubled", doubled, "writes"), ...goal("0", doubled === 0) },
    row("writes done that the other Region had not yet received", behind, "writes"),
  ];
}

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

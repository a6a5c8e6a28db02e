/** The queue against the real functions: what a fake server has shown is held to them once more. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeClient, memoryStorage } from "../../../client/index";
import { createOffline, type OfflineOptions, type QueuedWrite } from "../../../client/offline";
import { type ClientTwin, hurried, json, profileOf, save, unlimited } from "../../support/client-twin";
import { lookup } from "../../support/home-response";
import { until } from "../../support/twin";
import { twinFetch } from "../../support/twin-fetch";

type Fate = "ok" | "lost" | "done-but-lost";

export function offlineSuite(world: ClientTwin): void {
  const replayed = (offline: { replay(): Promise<number> }) =>
    until(async () => (await offline.replay()) === 0 || undefined, "replayed");

  /** A queue over a network on which the attempts at writes have these fates, one after the other. */
  async function start(fates: readonly Fate[], options: Partial<OfflineOptions> = {}) {
    const person = world.at("Toronto");
    const token = await person.signIn("acme");
    const done: number[] = [];
    const network = { calm: false };
    let turn = 0;
    const home = createHomeClient({
      lookup,
      organization: "acme",
      storage: memoryStorage(),
      hedge: false,
      timeouts: unlimited,
      runtime: hurried(),
      getToken: () => token,
      async fetch(input, init) {
        // The other Region has its own test: it knows a write's key once the write has come there.
        if (String(input).includes("ca-west-1")) {
          throw new TypeError("fetch failed");
        }
        const isWrite = init?.method === "PUT";
        const fate = isWrite && !network.calm ? (fates[turn++ % fates.length] ?? "ok") : "ok";
        if (fate === "lost") {
          throw new TypeError("fetch failed");
        }
        const response = await twinFetch(person.client)(input, init);
        if (isWrite && response.ok && !response.headers.has("idempotency-replayed")) {
          done.push(response.status);
        }
        if (fate === "done-but-lost") {
          throw new TypeError("fetch failed");
        }
        return response;
      },
    });
    const offline = createOffline(home, { user: "u1", ...options });
    return { home, offline, network, done };
  }
  const condition = (n: number): Record<string, string> =>
    n === 1 ? { "if-none-match": "*" } : { "if-match": `"${n - 1}"` };

  it("does each write once and in order by the real API, whatever is lost on the way", async () => {
    const fate = fc.constantFrom<Fate>("ok", "lost", "lost", "done-but-lost");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (fates, writes) => {
          const onConflict = ({ body }: QueuedWrite, { status }: Response) => assert.fail(`${body}: ${status}`);
          const { home, offline, network, done } = await start(fates, { onConflict });
          for (let n = 1; n <= writes; n++) {
            const { status } = await save(offline, { n }, condition(n));
            assert.ok(status === 200 || status === 202, `write ${n} got ${status}`);
          }
          network.calm = true;
          await replayed(offline);
          offline.stop();
          const { preferences, version } = await profileOf(home);
          assert.deepEqual([preferences, version, done.length], [{ n: writes }, writes, writes]);
          assert.deepEqual(await offline.setAside(), []);
        },
      ),
      // Each is a new user with a handful of requests; one that fails is told as it is.
      { numRuns: 8, endOnFailure: true },
    );
  });

  /** A write that waits, because every attempt at it has been lost so far. */
  async function startWithOneWaiting(
    preferences: object,
    headers: Record<string, string>,
    options: Partial<OfflineOptions> = {},
  ) {
    const all = await start(["lost"], options);
    const { status } = await save(all.offline, preferences, headers);
    assert.equal(status, 202);
    return all;
  }

  it("hands the Region's own conflict to the app, and sends what that makes of it as another write", async () => {
    const seen: unknown[] = [];
    const { home, offline, network } = await startWithOneWaiting({ mine: 1 }, condition(1), {
      async onConflict({ headers: { "if-none-match": _, ...headers }, key }, response) {
        const problem = (await response.json()) as { code: string; currentVersion: number };
        seen.push([response.status, problem.code, key.length]);
        const body = JSON.stringify({ preferences: { mine: 1, theirs: 2 } });
        return { headers: { ...headers, "if-match": `"${problem.currentVersion}"` }, body };
      },
    });
    network.calm = true;
    // The same user's other device has been faster.
    assert.equal((await save(home, { theirs: 2 }, condition(1))).status, 200);
    await replayed(offline);
    offline.stop();
    assert.deepEqual(seen, [[412, "version-conflict", 32]]);
    const { preferences, version } = await profileOf(home);
    assert.deepEqual([preferences, version], [{ mine: 1, theirs: 2 }, 2]);
  });

  it("sets aside what the Region refuses, goes on with the next, and sends it again once it is mended", async () => {
    const { home, offline, network } = await start(["lost"]);
    const bad = { method: "PUT", headers: { ...json, ...condition(1) }, body: '{"preferences":7}' };
    assert.equal((await offline.fetch("/v1/profile", bad)).status, 202);
    assert.equal((await save(offline, { n: 1 }, condition(1))).status, 202);
    network.calm = true;
    await replayed(offline);
    assert.deepEqual((await profileOf(home)).preferences, { n: 1 });
    const [aside, ...more] = await offline.setAside();
    assert.deepEqual([aside?.body, more], ['{"preferences":7}', []]);
    const headers = { ...json, ...condition(2) };
    await offline.resolve(aside!.id, { headers, body: '{"preferences":{"n":7}}' });
    await replayed(offline);
    offline.stop();
    const { preferences, version } = await profileOf(home);
    assert.deepEqual([preferences, version, await offline.setAside()], [{ n: 7 }, 2, []]);
  });

  it("gives what an app sends again after a 422 a key of its own", async () => {
    const { home, network, offline } = await start(["ok"], { onConflict: () => "retry" });
    const put = (idempotencyKey: string, n: number) => {
      const body = JSON.stringify({ preferences: { n } });
      return { method: "PUT", headers: { ...json, ...condition(n) }, body, idempotencyKey };
    };
    assert.equal((await home.fetch("/v1/profile", put("mine", 1))).status, 200);
    const again = await home.fetch("/v1/profile", put("mine", 1));
    assert.deepEqual([again.status, again.headers.get("idempotency-replayed")], [200, "true"]);
    assert.equal((await home.fetch("/v1/profile", put("mine", 2))).status, 422);
    const waiting = await startWithOneWaiting({ n: 1 }, condition(1), { onConflict: () => "retry" });
    const [{ key }] = (await waiting.offline.queued()) as [QueuedWrite];
    waiting.network.calm = true;
    assert.equal((await waiting.home.fetch("/v1/profile", put(key, 1))).status, 200);
    const [first] = (await waiting.offline.queued()) as [QueuedWrite];
    assert.equal(first.key, key);
    network.calm = true;
    offline.stop();
    await replayed(waiting.offline);
    waiting.offline.stop();
    assert.equal((await profileOf(waiting.home)).version, 1, "the same write, whoever has sent it");
  });
}

/** What a device may keep of the real API's answers: reads for when home is gone, and what was fetched ahead. */
import assert from "node:assert/strict";
import { memoryStorage } from "../../../client/index";
import { createOffline } from "../../../client/offline";
import { createPrefetch } from "../../../client/prefetch";
import { type ClientTwin, save } from "../../support/client-twin";
import { twinFetch } from "../../support/twin-fetch";

const here = "/v1/profile";
const next = "/v1/profile?view=next";
const reads = [{ match: /^\/v1\/profile/, policy: "network-first" as const, maxAgeSeconds: 3600 }];

export function keptSuite(world: ClientTwin): void {
  /** `mayKeep`: the same API, were it to say that a device may keep its responses. */
  async function start({ mayKeep }: { mayKeep: boolean }) {
    const person = world.at("Toronto");
    const token = await person.signIn("acme");
    const storage = memoryStorage();
    const paths: string[] = [];
    const said: (string | null)[] = [];
    const network = { up: true };
    const { home } = await world.start("Toronto", "acme", {
      storage,
      hedge: false,
      getToken: () => token,
      async fetch(input, init) {
        if (!network.up) {
          throw new TypeError("fetch failed");
        }
        const { pathname, search, host } = new URL(String(input));
        if (host !== "api.example.com") {
          paths.push(pathname + search);
        }
        const response = await twinFetch(person.client)(input, init);
        if (host !== "api.example.com") {
          said.push(response.headers.get("cache-control"));
        }
        if (mayKeep && host !== "api.example.com") {
          response.headers.set("cache-control", "private, no-cache");
        }
        return response;
      },
    });
    assert.equal((await save(home, { n: 1 }, { "if-none-match": "*" })).status, 200);
    const keys = (part: string) => storage.getAllKeys().filter((key) => key.includes(part));
    return { home, storage, paths, said, keys, network };
  }
  type Kept = Awaited<ReturnType<typeof start>>;

  /** Reads the two in turn, each time with a moment for what is fetched ahead. */
  async function habit({ home }: Pick<Kept, "home">, times: number) {
    const ahead: Promise<unknown>[] = [];
    const fetch: typeof home.fetch = (...call) => {
      const response = home.fetch(...call);
      ahead.push(response.catch(() => {}));
      return response;
    };
    // Idle at once: it is the app's reads that this is about, not their pauses.
    const runtime = { setTimeout: (run: () => void) => setTimeout(run, 0) };
    const prefetch = createPrefetch({ options: { ...home.options, runtime }, fetch }, { user: "u1" });
    const settled = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await Promise.all(ahead);
    };
    const read = async (path: string) => {
      const response = await prefetch.fetch(path);
      assert.equal(response.status, 200);
      await settled();
      return response;
    };
    for (let time = 0; time < times; time++) {
      for (const path of [here, next]) {
        await read(path);
      }
    }
    return { prefetch, read };
  }

  it("keeps nothing of what the Region says that nobody may keep, for reads and ahead of them", async () => {
    const all = await start({ mayKeep: false });
    const { home, said, keys, paths, network } = all;
    const offline = createOffline(home, { user: "u1", reads });
    assert.equal((await offline.fetch(here)).status, 200);
    assert.deepEqual(keys(":read:"), []);
    paths.length = 0;
    const { prefetch } = await habit(all, 5);
    const { fetched, used, bytes } = prefetch.stats();
    assert.deepEqual([used, bytes, paths.length - fetched], [0, 0, 10], "each read is asked for itself");
    assert.deepEqual([...new Set(said)], ["private, no-store"]);
    network.up = false;
    await assert.rejects(offline.fetch(here));
    network.up = true;
    offline.stop();
  });

  it("answers reads from what it keeps while there is no network, and forgets it at sign-out", async () => {
    const { home, keys, network } = await start({ mayKeep: true });
    const offline = createOffline(home, { user: "u1", reads });
    const first = await offline.fetch(here);
    assert.equal(first.headers.has("x-home-cached"), false);
    assert.deepEqual(keys(":read:"), [`home-region-offline:acme:u1:read:${here}`]);
    network.up = false;
    const kept = await offline.fetch(here);
    assert.deepEqual(
      [kept.status, await kept.text(), kept.headers.get("etag"), kept.headers.has("x-home-cached")],
      [200, await first.text(), '"1"', true],
    );
    await offline.clear();
    assert.deepEqual(keys("home-region-offline"), []);
    await assert.rejects(offline.fetch(here));
    network.up = true;
    assert.equal((await offline.fetch(here)).headers.has("x-home-cached"), false);
    offline.stop();
  });

  it("answers from what it fetched ahead, and after `clear` neither that nor a habit is left", async () => {
    const all = await start({ mayKeep: true });
    const { paths, keys } = all;
    const { prefetch, read } = await habit(all, 6);
    const before = prefetch.stats();
    assert.ok(before.used > 3, `${before.used} used`);
    assert.deepEqual(keys("prefetch"), ["home-region-prefetch:acme:u1"]);
    await prefetch.clear();
    assert.deepEqual(keys("prefetch"), []);
    paths.length = 0;
    const response = await read(here);
    assert.deepEqual(paths, [here], "asked afresh, and nothing ahead of the next");
    assert.equal(response.headers.get("home-jurisdiction"), "CA");
    assert.deepEqual([prefetch.stats().used, prefetch.stats().fetched], [before.used, before.fetched]);
  });
}

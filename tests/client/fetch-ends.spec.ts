/** How a call ends where nothing is left to try, and what it does not do on its way there. */
import assert from "node:assert/strict";
import { createHomeCore, type HomeError } from "../../client/core";
import type { HomeEndpoint } from "../../client/types";
import { longestWait, ok, primary, standby } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import type { Handler } from "../support/virtual-network";
import { watchedClient } from "../support/watched-client";

const network: Handler = () => ({ fault: "network" });
const silence: Handler = () => ({ fault: "silence" });
const post = { method: "POST", body: "x" };
const errorOf = (work: Promise<unknown>): Promise<HomeError> =>
  work.then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );

/** Both endpoints are given up, and no trial is due. */
async function lost(options: Parameters<typeof watchedClient>[0] = {}) {
  const all = watchedClient({ hedge: false, ...options });
  const both = (handler: Handler) => {
    for (const host of [primary, standby]) {
      all.virtual.hosts.set(host, handler);
    }
  };
  const lose = async () => {
    both(network);
    for (const path of ["/v1/profile", "/v1/profile", "/v1/profile", "/v1/other"]) {
      await all.virtual.run(all.home.fetch(path).catch(() => {}));
    }
    assert.equal(all.home.status.state, "unavailable");
  };
  await all.virtual.run(all.home.ready());
  return { ...all, both, lose };
}

describe("client fetch ends", () => {
  it("says why, also where no endpoint may be asked", async () => {
    const { virtual, home, lose, hosts } = await lost();
    await lose();
    const before = hosts().length;
    const unreachable = await errorOf(virtual.run(home.fetch("/v1/profile")));
    assert.deepEqual([unreachable.code, unreachable.details.cause], ["unreachable", undefined]);
    virtual.hosts.set("api.example.com", network);
    assert.equal(hosts().length, before);
    const soon = await errorOf(virtual.run(home.fetch("/v1/profile")));
    assert.equal(soon.code, "unreachable", "the lookup has just answered");
    await virtual.run(virtual.sleep(2000));
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    await virtual.run(virtual.sleep(1000));
    const offline = await errorOf(virtual.run(home.fetch("/v1/profile")));
    assert.equal(offline.code, "offline");
  });

  it("says what the endpoint's failure was where the lookup fails too", async () => {
    const { virtual, home, both } = await lost();
    both(network);
    virtual.hosts.set("api.example.com", network);
    const error = await errorOf(virtual.run(home.fetch("/v1/profile")));
    assert.deepEqual([error.code, (error.details.cause as Error).message], ["offline", "fetch failed"]);
  });

  it("ends with the caller's reason, whether it is safe or not", async () => {
    for (const method of ["GET", "PUT", "POST"]) {
      const { virtual, home, both } = await lost();
      both(silence);
      const abort = new AbortController();
      virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 50);
      const call = home.fetch("/v1/profile", { method, signal: abort.signal, ...(method !== "GET" && { body: "x" }) });
      await assert.rejects(virtual.run(call), /enough/, method);
    }
  });

  it("refuses to ask the lookup for a request that has been sent and is not safe", async () => {
    let asked = 0;
    const { virtual, home, lose, both, lookups } = await lost({
      async getToken({ refresh }) {
        if (refresh) {
          await lose();
          asked = lookups();
        }
        return refresh ? "b" : "a";
      },
    });
    both(() => ({ status: 401 }));
    // Nobody else's time passes while a token is fetched here.
    const call = home.fetch("/v1/profile", post).catch((error) => error.code);
    assert.equal(await virtual.run(call), "unreachable");
    assert.equal(lookups(), asked);
  });

  it("waits once for another call's trial, and not for the next one", async () => {
    const { virtual, home, lose } = await lost();
    await lose();
    await virtual.run(virtual.sleep(10_000));
    virtual.hosts.set(primary, () => ({ fault: "network", delayMs: 200 }));
    virtual.hosts.set(standby, () => ({ status: 200, delayMs: 500 }));
    const before = virtual.now();
    const trials = [home.fetch("/v1/profile"), home.fetch("/v1/profile")];
    const third = home.fetch("/v1/profile").then(
      ({ status }) => status,
      (error) => error.code,
    );
    assert.equal(await virtual.run(third), "unreachable");
    assert.ok(virtual.now() - before < 400, `${virtual.now() - before} ms`);
    assert.deepEqual(
      (await virtual.run(Promise.all(trials))).map(({ status }) => status),
      [200, 200],
    );
  });

  it("goes to the next endpoint at once, without a timer", async () => {
    const { virtual } = watchedClient();
    const waits: number[] = [];
    const runtime = {
      ...virtual.runtime,
      setTimeout: (run: () => void, ms: number) => {
        waits.push(ms);
        return virtual.runtime.setTimeout(run, ms);
      },
    };
    const home = createHomeCore({ lookup, organization: "acme", hedge: false, retries: 0, runtime });
    virtual.hosts.set(primary, network);
    virtual.hosts.set(standby, ok);
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.deepEqual(waits.sort(), [10_000, 10_000, 30_000, 5000]);
  });
});

describe("client fetch hedges", () => {
  const quick: Handler = () => ({ status: 200, delayMs: 20 });
  const slow: Handler = () => ({ status: 200, delayMs: 900 });

  async function usual(options: Parameters<typeof watchedClient>[0] = {}) {
    const all = watchedClient(options);
    all.virtual.hosts.set(primary, quick);
    all.virtual.hosts.set(standby, quick);
    for (let read = 0; read < 40; read++) {
      await all.virtual.run(all.home.fetch("/v1/profile"));
    }
    return all;
  }

  it("earns none with writes", async () => {
    const { virtual, home, hosts } = await usual();
    // Others are answered all the time, so that who waits is slow and not silent.
    const spend = async () => {
      const before = hosts().length;
      let turn = 0;
      virtual.hosts.set(primary, (request) => (turn++ % 8 ? quick(request) : slow(request)));
      await longestWait({ virtual, home }, { readers: 4, reads: 60 });
      return hosts().length - before - 240;
    };
    await spend();
    const usually = await spend();
    virtual.hosts.set(primary, quick);
    for (let write = 0; write < 200; write++) {
      await virtual.run(home.fetch("/v1/profile", { method: "PUT", body: "x" }));
    }
    const after = await spend();
    assert.ok(Math.abs(after - usually) <= 2, "no more than reads have earned");
  });

  it("asks an endpoint that was given up for no hedge until the first is silent", async () => {
    const { virtual, home } = await usual();
    virtual.hosts.set(primary, () => ({ status: 200, delayMs: 60 }));
    virtual.hosts.set(standby, () => ({ status: 503, delayMs: 5 }));
    for (let read = 0; read < 3; read++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(standby, quick);
    await virtual.run(virtual.sleep(10_000));
    virtual.hosts.set(primary, slow);
    const before = virtual.requests.length;
    await virtual.run(home.fetch("/v1/profile"));
    const [first, second] = virtual.requests.slice(before);
    assert.deepEqual([first!.host, second!.host, second!.at - first!.at], [primary, standby, 21 + 42]);
  });

  it("hedges at an endpoint that is well before it makes a trial of another", async () => {
    const at = (region: string) => `${region}.us.api.example.com`;
    const [first, second, third] = ["us.api.example.com", at("us-west-2"), at("us-east-2")] as const;
    const { virtual, home } = watchedClient();
    const [us, west] = homeResponse("US").endpoints as [HomeEndpoint, HomeEndpoint];
    const east = {
      ...west,
      region: "us-east-2",
      api: `https://${third}`,
      websocket: "wss://us-east-2.us.ws.example.com",
    };
    const body = homeResponse("US", { endpoints: [us, west, east] });
    virtual.hosts.set("api.example.com", () => ({ status: 200, body }));
    for (const host of [first, second, third]) {
      virtual.hosts.set(host, quick);
    }
    for (let read = 0; read < 40; read++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(first, () => ({ status: 200, delayMs: 60 }));
    virtual.hosts.set(second, () => ({ status: 503, delayMs: 5 }));
    for (let read = 0; read < 3; read++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(second, quick);
    await virtual.run(virtual.sleep(10_000));
    const answers = [503, 200];
    virtual.hosts.set(first, silence);
    virtual.hosts.set(third, () => ({ status: answers.shift()!, delayMs: 5 }));
    const before = virtual.requests.length;
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.deepEqual(
      virtual.requests.slice(before).map(({ host }) => host),
      [first, third, third],
    );
  });
});

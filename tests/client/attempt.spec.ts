/** One attempt, and two that race: who wins, what the loser's end says of its endpoint, and what is left behind. */
import assert from "node:assert/strict";
import { createHomeCore } from "../../client/core";
import { primary, standby } from "../support/acme-client";
import { lookup } from "../support/home-response";
import { on } from "../support/platform";
import type { VirtualResponse } from "../support/virtual-network";
import { watchedClient } from "../support/watched-client";

const responses =
  (delayMs: number, status = 200) =>
  ({ host }: { host: string }) => ({ status, body: host, delayMs });
const silence = (): VirtualResponse => ({ fault: "silence" });

/** A client that knows that its first endpoint answers within 20 ms. */
async function usual(options: Parameters<typeof watchedClient>[0] = {}) {
  const all = watchedClient(options);
  all.virtual.hosts.set(primary, responses(20));
  all.virtual.hosts.set(standby, responses(20));
  for (let read = 0; read < 40; read++) {
    await all.virtual.run(all.home.fetch("/v1/profile"));
  }
  const before = all.virtual.requests.length;
  return { ...all, since: () => all.virtual.requests.slice(before).map(({ host, at }) => [host, at] as const) };
}

describe("an attempt of the client", () => {
  it("asks a second endpoint a millisecond after 95 of 100 answers are there, and ten at the soonest", async () => {
    for (const [ms, after] of [
      [20, 21],
      [2, 10],
    ] as const) {
      const all = watchedClient();
      all.virtual.hosts.set(primary, responses(ms));
      for (let read = 0; read < 40; read++) {
        await all.virtual.run(all.home.fetch("/v1/profile"));
      }
      const before = all.virtual.requests.length;
      all.virtual.hosts.set(primary, responses(500));
      await all.virtual.run(all.home.fetch("/v1/profile"));
      const [first, second] = all.virtual.requests.slice(before);
      assert.deepEqual([first!.host, second!.host, second!.at - first!.at], [primary, standby, after]);
    }
  });

  it("waits half a second for a hedge where it knows nothing yet", async () => {
    const all = watchedClient();
    all.virtual.hosts.set(primary, silence);
    await all.virtual.run(all.home.fetch("/v1/profile"));
    const [, first, second] = all.virtual.requests;
    assert.equal(second!.at - first!.at, 501);
  });

  it("calls the loser off, whichever it is, and takes a response that comes late for none", async () => {
    const { virtual, home, since, timers } = await usual();
    virtual.hosts.set(primary, responses(30));
    virtual.hosts.set(standby, responses(500));
    const response = await virtual.run(home.fetch("/v1/profile"));
    assert.equal(await response.json(), primary);
    assert.deepEqual(
      since().map(([host]) => host),
      [primary, standby],
    );
    await virtual.run(virtual.sleep(1000));
    assert.ok(
      [...timers].every(({ unreferenced }) => unreferenced),
      "only deadlines of bodies are left",
    );
  });

  it("takes a good response before a bad one that came sooner, and the last bad one where all are", async () => {
    const good = await usual();
    good.virtual.hosts.set(primary, responses(60));
    good.virtual.hosts.set(standby, responses(5, 503));
    assert.equal(await (await good.virtual.run(good.home.fetch("/v1/profile"))).json(), primary);
    const bad = await usual({ retries: 0 });
    bad.virtual.hosts.set(primary, responses(60, 500));
    bad.virtual.hosts.set(standby, responses(5, 503));
    assert.equal((await bad.virtual.run(bad.home.fetch("/v1/profile"))).status, 503);
    const hidden = await usual();
    hidden.virtual.hosts.set(primary, responses(60, 429));
    hidden.virtual.hosts.set(standby, responses(20));
    assert.equal(await (await hidden.virtual.run(hidden.home.fetch("/v1/profile"))).json(), standby);
  });

  it("gives an endpoint up that is outrun three times, and one that is merely called off never", async () => {
    const slow = await usual();
    slow.virtual.hosts.set(primary, silence);
    for (let read = 0; read < 3; read++) {
      assert.equal(slow.home.status.state, "home");
      await slow.virtual.run(slow.home.fetch("/v1/profile"));
    }
    assert.deepEqual([slow.home.status.state, slow.home.status.why], ["failover", "slow"]);
    const called = await usual();
    called.virtual.hosts.set(primary, silence);
    for (let read = 0; read < 5; read++) {
      const abort = new AbortController();
      called.virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 5);
      await assert.rejects(called.virtual.run(called.home.fetch("/v1/profile", { signal: abort.signal })), /enough/);
    }
    assert.equal(called.home.status.state, "home");
  });

  it("moves a safe request on when its endpoint is given up, once it has had as long as most responses take", async () => {
    const { virtual, home, since } = await usual();
    virtual.hosts.set(primary, silence);
    const start = virtual.now();
    const write = home.fetch("/v1/profile", { method: "PUT", body: "x" });
    const unsafe = home.fetch("/v1/profile", { method: "POST", body: "x" }).catch((error) => error.code);
    const reads = [1, 2, 3].map(() => home.fetch("/v1/profile"));
    assert.equal(await (await virtual.run(write)).json(), standby);
    const took = virtual.now() - start;
    assert.ok(took > 41 && took < 100, `${took} ms`);
    await virtual.run(Promise.all(reads));
    const sent = since().length;
    assert.equal(await virtual.run(unsafe), "timeout");
    assert.equal(virtual.now() - start, 10_000);
    assert.equal(since().length, sent, "what is not safe is sent once");
  });

  it("marks nobody for what happens without a network", async () => {
    await on({ navigator: { onLine: false } }, async () => {
      const { virtual, home } = await usual({ retries: 0, hedge: false });
      virtual.hosts.set(primary, () => ({ status: 503 }));
      for (let read = 0; read < 5; read++) {
        await virtual.run(home.fetch("/v1/profile"));
      }
      assert.equal(home.status.state, "home");
    });
  });

  it("marks an endpoint that lets a request time out", async () => {
    const { virtual, home } = await usual({ hedge: false, timeouts: { firstByteMs: 500 } });
    virtual.hosts.set(primary, silence);
    for (let read = 0; read < 3; read++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    assert.deepEqual([home.status.state, home.status.why], ["failover", "failures"]);
  });

  it("sends what it was given: method, path, headers, body and token", async () => {
    const all = watchedClient({ getToken: () => "t" });
    all.virtual.hosts.set(primary, ({ headers, method, body }) => ({
      status: 200,
      body: [method, body, headers.get("authorization"), headers.get("x-own")],
    }));
    const response = await all.virtual.run(
      all.home.fetch("/v1/x?a=1", { method: "put", body: "b", headers: { "x-own": "1" } }),
    );
    assert.deepEqual(await response.json(), ["PUT", "b", "Bearer t", "1"]);
    assert.equal(all.virtual.requests.at(-1)!.url, `https://${primary}/v1/x?a=1`);
  });

  it("ends what is open with the call: an attempt, a body, and a response that has none", async () => {
    for (const weak of [WeakRef, undefined]) {
      await on({ WeakRef: weak }, async () => {
        const { virtual } = watchedClient();
        const signals: AbortSignal[] = [];
        const runtime = {
          ...virtual.runtime,
          fetch: (input: string, init: RequestInit) => {
            signals.push(init.signal!);
            return virtual.runtime.fetch(input, init);
          },
        };
        const home = createHomeCore({ lookup, organization: "acme", hedge: false, runtime });
        await virtual.run(home.ready());
        signals.length = 0;
        const abort = new AbortController();
        const response = await virtual.run(home.fetch("/v1/profile", { signal: abort.signal }));
        assert.equal(signals[0]!.aborted, false, "its body is still to be read");
        abort.abort(new Error("enough"));
        assert.deepEqual([signals[0]!.aborted, signals[0]!.reason.message], [true, "enough"]);
        assert.ok(response.body);
        virtual.hosts.set(primary, () => ({ status: 204 }));
        await virtual.run(home.fetch("/v1/profile"));
        assert.equal(signals[1]!.aborted, true, "nothing of it is left");
        virtual.hosts.set(primary, silence);
        const second = new AbortController();
        const call = home.fetch("/v1/profile", { signal: second.signal });
        virtual.runtime.setTimeout(() => second.abort(new Error("gone")), 10);
        await assert.rejects(virtual.run(call), /gone/);
        assert.equal(signals[2]!.reason.message, "gone");
      });
    }
  });
});

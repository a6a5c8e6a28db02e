/** The loop of one call, rule by rule. */
import assert from "node:assert/strict";
import { type HomeError, isHomeError } from "../../client/core";
import { ok, primary, standby } from "../support/acme-client";
import { homeResponse } from "../support/home-response";
import { on } from "../support/platform";
import type { Handler } from "../support/virtual-network";
import { watchedClient } from "../support/watched-client";

const network: Handler = () => ({ fault: "network" });
const silence: Handler = () => ({ fault: "silence" });
const status =
  (...codes: number[]): Handler =>
  ({ host }) => ({ status: codes.length > 1 ? codes.shift()! : codes[0]!, body: host });
const put = { method: "PUT", body: "x" };
const both = ({ virtual }: ReturnType<typeof watchedClient>, handler: Handler) => {
  for (const host of [primary, standby]) {
    virtual.hosts.set(host, handler);
  }
};
async function errorOf(work: Promise<unknown>): Promise<HomeError & { cause?: unknown }> {
  const error = await work.then(
    () => assert.fail("it did not fail"),
    (error) => error,
  );
  assert.ok(isHomeError(error), String(error));
  return error;
}

describe("client fetch rules", () => {
  it("asks for another token only where the one it has is not accepted", async () => {
    const asked: boolean[] = [];
    const all = watchedClient({
      hedge: false,
      getToken: ({ refresh }) => {
        asked.push(refresh);
        return "token";
      },
    });
    for (const [code, expected] of [
      [200, [false]],
      [403, [false]],
      [401, [false, true]],
    ] as const) {
      asked.length = 0;
      all.virtual.hosts.set(primary, status(code));
      assert.equal((await all.virtual.run(all.home.fetch("/v1/profile"))).status, code);
      assert.deepEqual(asked, expected, String(code));
    }
  });

  it("leaves no timer behind a call without a body or with an error, and one that holds nobody up behind a body", async () => {
    const { virtual, home, timers } = watchedClient({ hedge: false });
    virtual.hosts.set(primary, () => ({ status: 204 }));
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(timers.size, 0);
    await assert.rejects(virtual.run(home.fetch("https://evil.test/")));
    assert.equal(timers.size, 0);
    virtual.hosts.set(primary, ok);
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(timers.size, 0, "nobody knows when a text of unknown length ends");
    virtual.hosts.set(primary, () => ({ status: 200, body: {}, headers: { "content-type": "application/json" } }));
    await virtual.run(home.fetch("/v1/profile"));
    assert.deepEqual(
      [...timers].map(({ ms, unreferenced }) => [ms, unreferenced]),
      [[30_000, true]],
    );
  });

  it("sends nothing for a call that is over before it begins", async () => {
    const { virtual, home, timers } = watchedClient();
    await virtual.run(home.ready());
    const before = virtual.requests.length;
    const signal = AbortSignal.abort(new Error("over"));
    await assert.rejects(virtual.run(home.fetch("/v1/profile", { signal })), /over/);
    const request = new Request(`https://${primary}/v1/profile`, { signal });
    await assert.rejects(virtual.run(home.fetch(request)), /over/);
    assert.deepEqual([virtual.requests.length, timers.size], [before, 0]);
  });

  it("says what failed and where, in a way that code can read", async () => {
    const all = watchedClient({ timeouts: { firstByteMs: 1000 } });
    const { virtual, home } = all;
    await virtual.run(home.ready());
    both(all, network);
    const unreachable = await errorOf(virtual.run(home.fetch("/v1/profile", put)));
    assert.deepEqual(
      [unreachable.code, unreachable.message, unreachable.details.jurisdiction],
      ["unreachable", "no endpoint in CA answers", "CA"],
    );
    assert.equal((unreachable.details.cause as Error).message, "fetch failed");
    both(all, silence);
    const late = watchedClient({ timeouts: { firstByteMs: 1000 } });
    both(late, silence);
    const timeout = await errorOf(late.virtual.run(late.home.fetch("/v1/profile", put)));
    assert.deepEqual(
      [timeout.code, timeout.message, timeout.details.phase],
      ["timeout", "ca-west-1 is silent", "first-byte"],
    );
    assert.deepEqual(late.hosts(), [primary, standby], "who gave no response in time gets no second chance");
    const moved = watchedClient();
    both(moved, status(421));
    const misrouted = await errorOf(moved.virtual.run(moved.home.fetch("/v1/profile")));
    assert.deepEqual(
      [misrouted.code, misrouted.message, misrouted.details.region],
      ["misrouted", "ca-central-1 and the lookup disagree about home", "ca-central-1"],
    );
  });

  it("says offline only where nobody at all answers: the lookup neither", async () => {
    for (const [regions, atLookup, expected] of [
      [network, network, "offline"],
      [silence, network, "offline"],
      [network, status(503), "unreachable"],
      [silence, status(503), "timeout"],
      [status(503), network, 503],
      [network, status(404), "unreachable"],
    ] as const) {
      const all = watchedClient({ timeouts: { firstByteMs: 1000 } });
      await all.virtual.run(all.home.ready());
      both(all, regions);
      all.virtual.hosts.set("api.example.com", atLookup);
      const found = await all.virtual.run(
        all.home.fetch("/v1/profile", put).then(
          (response) => response.status,
          (error) => error.code,
        ),
      );
      assert.equal(found, expected);
      assert.equal(all.home.status.state === "offline", expected === "offline", String(expected));
    }
  });

  it("believes a platform that is sure that there is no network, and then marks no endpoint", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, network);
    await on({ navigator: { onLine: false } }, async () => {
      for (let call = 0; call < 4; call++) {
        const error = await errorOf(all.virtual.run(all.home.fetch("/v1/profile", { method: "POST", body: "x" })));
        assert.deepEqual([error.code, error.message], ["offline", "no network"]);
        assert.equal((error.details.cause as Error).message, "fetch failed");
      }
    });
    both(all, ok);
    assert.equal((await all.virtual.run(all.home.fetch("/v1/profile"))).status, 200);
    assert.equal(all.hosts().at(-1), primary);
    assert.deepEqual([all.home.status.state, all.home.status.why], ["home", "recovered"]);
  });

  it("tries every endpoint at once when the network is back, however often it had failed", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, network);
    all.virtual.hosts.set("api.example.com", network);
    for (let call = 0; call < 4; call++) {
      assert.equal((await errorOf(all.virtual.run(all.home.fetch("/v1/profile", put)))).code, "offline");
    }
    both(all, ok);
    const before = all.virtual.now();
    assert.equal(await (await all.virtual.run(all.home.fetch("/v1/profile"))).json(), primary);
    assert.ok(all.virtual.now() - before < 100);
  });

  it("follows the lookup once to another home, where no endpoint of this one answers", async () => {
    const all = watchedClient();
    const { virtual, home, lookups } = all;
    await virtual.run(home.ready());
    both(all, network);
    let version = 1;
    virtual.hosts.set("api.example.com", () => {
      version++;
      return { status: 200, body: homeResponse(version % 2 ? "CA" : "US", { version }) };
    });
    const error = await errorOf(virtual.run(home.fetch("/v1/profile", put)));
    assert.deepEqual([error.code, error.details.jurisdiction, lookups()], ["unreachable", "US", 2]);
    virtual.hosts.set("us.api.example.com", ok);
    both(all, network);
    const again = watchedClient();
    await again.virtual.run(again.home.ready());
    both(again, network);
    again.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 2 }) }));
    again.virtual.hosts.set("us.api.example.com", ok);
    assert.equal(await (await again.virtual.run(again.home.fetch("/v1/profile", put))).json(), "us.api.example.com");
    assert.equal(again.home.status.why, "moved");
  });

  it("gives an endpoint its tries again in a response that has another order", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, status(408));
    const [first, second] = homeResponse().endpoints;
    const endpoints = [second!, first!];
    all.virtual.hosts.set("api.example.com", () => ({
      status: 200,
      body: homeResponse("CA", { version: 2, endpoints }),
    }));
    assert.equal((await all.virtual.run(all.home.fetch("/v1/profile", put))).status, 408);
    assert.deepEqual(all.hosts(), [primary, primary, standby, standby, standby, standby, primary, primary]);
  });

  it("ends with the caller's signal while it asks the lookup", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, network);
    all.virtual.hosts.set("api.example.com", silence);
    const abort = new AbortController();
    const call = all.home.fetch("/v1/profile", { ...put, signal: abort.signal });
    all.virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 1500);
    await assert.rejects(all.virtual.run(call), /enough/);
    assert.notEqual(all.home.status.state, "offline");
  });

  it("sends a body that can be read once only once, whatever is answered", async () => {
    const stream = () => ({ method: "PUT", body: new Blob(["x"]).stream(), duplex: "half" }) as RequestInit;
    for (const [code, expected] of [
      [421, "misrouted"],
      [401, 401],
      [503, 503],
    ] as const) {
      const tokens = ["a", "b", "c"];
      const all = watchedClient({ getToken: () => tokens.shift()! });
      both(all, status(code));
      all.virtual.hosts.set("us.api.example.com", ok);
      await all.virtual.run(all.home.ready());
      all.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 2 }) }));
      const found = await all.virtual.run(
        all.home.fetch("/v1/profile", stream()).then(
          (response) => response.status,
          (error) => error.code,
        ),
      );
      assert.deepEqual([found, all.hosts()], [expected, [primary]]);
    }
  });

  it("moves once for a call, and not from one 421 to the next", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, status(421));
    let version = 1;
    all.virtual.hosts.set("api.example.com", () => {
      version++;
      return { status: 200, body: homeResponse(version % 2 ? "CA" : "US", { version }) };
    });
    all.virtual.hosts.set("us.api.example.com", status(421));
    const error = await errorOf(all.virtual.run(all.home.fetch("/v1/profile")));
    assert.deepEqual([error.code, all.hosts()], ["misrouted", [primary, "us.api.example.com"]]);
    assert.deepEqual(all.dropped, [primary, "us.api.example.com"], "nobody reads those responses");
  });
});

/** The loop of one call, rule by rule. */
import assert from "node:assert/strict";
import { type HomeError, isHomeError } from "../../client/core";
import { ok, primary, standby } from "../support/acme-client";
import { homeAnswer } from "../support/home-answer";
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
  for (const host of [primary, standby]) virtual.hosts.set(host, handler);
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
  it("leaves no timer behind a call without a body or with an error, and one that holds nobody up behind a body", async () => {
    const { virtual, home, timers } = watchedClient({ hedge: false });
    virtual.hosts.set(primary, () => ({ status: 204 }));
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(timers.size, 0);
    await assert.rejects(virtual.run(home.fetch("https://evil.test/")));
    assert.equal(timers.size, 0);
    virtual.hosts.set(primary, ok);
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
    assert.deepEqual(late.hosts(), [primary, standby], "who gave no answer in time gets no second chance");
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
    for (let call = 0; call < 4; call++)
      assert.equal((await errorOf(all.virtual.run(all.home.fetch("/v1/profile", put)))).code, "offline");
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
      return { status: 200, body: homeAnswer(version % 2 ? "CA" : "US", { version }) };
    });
    const error = await errorOf(virtual.run(home.fetch("/v1/profile", put)));
    assert.deepEqual([error.code, error.details.jurisdiction, lookups()], ["unreachable", "US", 2]);
    virtual.hosts.set("us.api.example.com", ok);
    both(all, network);
    const again = watchedClient();
    await again.virtual.run(again.home.ready());
    both(again, network);
    again.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeAnswer("US", { version: 2 }) }));
    again.virtual.hosts.set("us.api.example.com", ok);
    assert.equal(await (await again.virtual.run(again.home.fetch("/v1/profile", put))).json(), "us.api.example.com");
    assert.equal(again.home.status.why, "moved");
  });

  it("gives an endpoint its tries again in an answer that has another order", async () => {
    const all = watchedClient();
    await all.virtual.run(all.home.ready());
    both(all, status(408));
    const [one, two] = homeAnswer().endpoints;
    const endpoints = [two!, one!];
    all.virtual.hosts.set("api.example.com", () => ({
      status: 200,
      body: homeAnswer("CA", { version: 2, endpoints }),
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
      all.virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeAnswer("US", { version: 2 }) }));
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
      return { status: 200, body: homeAnswer(version % 2 ? "CA" : "US", { version }) };
    });
    all.virtual.hosts.set("us.api.example.com", status(421));
    const error = await errorOf(all.virtual.run(all.home.fetch("/v1/profile")));
    assert.deepEqual([error.code, all.hosts()], ["misrouted", [primary, "us.api.example.com"]]);
    assert.deepEqual(all.dropped, [primary, "us.api.example.com"], "nobody reads those answers");
  });

  it("renews the token once a call, and not where there is no other", async () => {
    for (const [tokens, sent] of [
      [
        ["a", "b", "c", "d"],
        ["Bearer a", "Bearer b"],
      ],
      [["a", "a", "b"], ["Bearer a"]],
      [["a", null, "b"], ["Bearer a"]],
      [[null, null], [null]],
      [
        [null, "b", "c"],
        [null, "Bearer b"],
      ],
    ] as const) {
      const left = [...tokens];
      const all = watchedClient({ hedge: false, getToken: () => left.shift() });
      both(all, status(401));
      assert.equal((await all.virtual.run(all.home.fetch("/v1/profile"))).status, 401);
      const given = all.virtual.requests.filter(({ host }) => host === primary);
      assert.deepEqual(
        given.map(({ headers }) => headers.get("authorization")),
        sent,
      );
      assert.equal(all.dropped.length, sent.length - 1, "the answer that nobody sees is dropped");
    }
    const none = watchedClient();
    both(none, status(401));
    assert.equal((await none.virtual.run(none.home.fetch("/v1/profile"))).status, 401);
    assert.equal(none.hosts().length, 1);
    const other = watchedClient({ getToken: () => "a" });
    both(other, status(403));
    assert.equal((await other.virtual.run(other.home.fetch("/v1/profile"))).status, 403);
    assert.equal(other.hosts().length, 1);
  });
  it("counts no try for a 401, and drops each answer that a later one replaces", async () => {
    const tokens = ["a", "b"];
    const all = watchedClient({ getToken: () => tokens.shift() });
    all.virtual.hosts.set(primary, status(401, 503));
    all.virtual.hosts.set(standby, ok);
    assert.equal((await all.virtual.run(all.home.fetch("/v1/profile", put))).status, 200);
    assert.deepEqual(all.hosts(), [primary, primary, primary, standby]);
    assert.deepEqual(all.dropped, [primary, primary, primary]);
  });

  it("takes a 501 and a 505 for an answer, and repeats at the other errors of a server", async () => {
    for (const [code, requests] of [
      [501, 1],
      [505, 1],
      [500, 4],
      [502, 4],
      [503, 4],
      [504, 4],
      [507, 4],
      [408, 4],
      [404, 1],
      [499, 1],
    ] as const) {
      const all = watchedClient();
      both(all, status(code));
      assert.equal((await all.virtual.run(all.home.fetch("/v1/profile", put))).status, code);
      assert.equal(all.hosts().length, requests, String(code));
    }
  });

  it("gives up an endpoint for a 502, a 503 and a 504, and for no other answer", async () => {
    for (const [code, left] of [
      [500, false],
      [501, false],
      [502, true],
      [503, true],
      [504, true],
      [505, false],
      [408, false],
      [429, false],
      [404, false],
    ] as const) {
      const all = watchedClient({ retries: 0, hedge: false });
      all.virtual.hosts.set(primary, status(code));
      for (let call = 0; call < 3; call++) await all.virtual.run(all.home.fetch("/v1/profile"));
      assert.equal(all.home.status.state, left ? "failover" : "home", String(code));
    }
  });

  it("waits twice as long before each try, or as long as the server asks, up to five seconds", async () => {
    const times = async (handler: Handler, retries = 3) => {
      const all = watchedClient({ retries, hedge: false, timeouts: { wholeMs: 300_000 } });
      all.virtual.hosts.set(primary, handler);
      const answer = await all.virtual.run(all.home.fetch("/v1/profile"));
      const at = all.virtual.requests.filter(({ path }) => path === "/v1/profile").map(({ at }) => at);
      return { status: answer.status, waits: at.slice(1).map((time, index) => Math.round(time - at[index]!)) };
    };
    // Each answer takes a millisecond; the last wait is none, since it is another endpoint.
    assert.deepEqual((await times(status(500))).waits, [201, 401, 801, 1]);
    const asking =
      (after: string): Handler =>
      () => ({ status: 500, headers: { "retry-after": after } });
    assert.deepEqual((await times(asking("5"))).waits, [5001, 5001, 5001, 1]);
    assert.deepEqual(await times(asking("6")), { status: 500, waits: [] });
    assert.deepEqual((await times(asking("soon"))).waits, [201, 401, 801, 1]);
    const one = watchedClient({ hedge: false });
    one.virtual.hosts.set(primary, status(500));
    await one.virtual.run(one.home.fetch("/v1/profile"));
    assert.deepEqual(one.hosts(), [primary, primary, standby], "one retry where nobody says");
  });

  it("earns a tenth of a retry a call, and spends none that it has not", async () => {
    const all = watchedClient({ hedge: false });
    both(all, status(408));
    const calls = async (count: number) => {
      const before = all.hosts().length;
      for (let call = 0; call < count; call++) await all.virtual.run(all.home.fetch("/v1/profile", put));
      return all.hosts().length - before - count;
    };
    assert.ok((await calls(40)) < 120, "the budget is spent");
    assert.equal(await calls(100), 10);
  });

  it("earns hedges with reads only, and makes none where they are off", async () => {
    const slow: Handler = ({ host }) => ({ status: 200, body: host, delayMs: host === primary ? 900 : 20 });
    const hedges = async (options: object, init: object) => {
      const all = watchedClient(options);
      both(all, ok);
      for (let call = 0; call < 40; call++) await all.virtual.run(all.home.fetch("/v1/profile"));
      both(all, slow);
      const before = all.hosts().length;
      await all.virtual.run(all.home.fetch("/v1/profile", init));
      return all.hosts().length - before - 1;
    };
    assert.equal(await hedges({}, {}), 1);
    assert.equal(await hedges({}, { method: "HEAD" }), 1);
    assert.equal(await hedges({ hedge: true }, {}), 1);
    assert.equal(await hedges({ hedge: false }, {}), 0);
    assert.equal(await hedges({}, { hedge: false }), 0);
    assert.equal(await hedges({}, put), 0);
    assert.equal(await hedges({}, { method: "OPTIONS" }), 0);
  });

  it("waits for the trial of another call, instead of giving up at once", async () => {
    const all = watchedClient({ hedge: false });
    const { virtual, home, lookups } = all;
    await virtual.run(home.ready());
    both(all, network);
    for (let call = 0; call < 3; call++) await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    await virtual.run(virtual.sleep(10_000));
    both(all, ({ host }) => ({ status: 200, body: host, delayMs: 500 }));
    virtual.hosts.set(standby, silence);
    const asked = lookups();
    const calls = [home.fetch("/v1/profile"), home.fetch("/v1/profile"), home.fetch("/v1/profile")];
    const answers = await virtual.run(Promise.all(calls));
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200, 200],
    );
    assert.equal(lookups(), asked, "and nobody is asked where home is");
  });

  it("measures every call: where it ended, how, how long and with how many attempts", async () => {
    const all = watchedClient({ hedge: false });
    const told: unknown[] = [];
    await all.virtual.run(all.home.ready());
    all.home.on("measurement", ({ kind, at, ms, region, status, attempts }) =>
      told.push([kind, at! <= all.virtual.now(), ms, region, status, attempts]),
    );
    all.virtual.hosts.set(primary, status(500));
    await all.virtual.run(all.home.fetch("/v1/profile"));
    all.virtual.hosts.set(primary, silence);
    const abort = new AbortController();
    all.virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 70);
    await assert.rejects(all.virtual.run(all.home.fetch("/v1/profile", { signal: abort.signal })));
    assert.deepEqual(told, [
      ["request", true, 222, "ca-west-1", 200, 3],
      ["request", true, 70, null, 0, 1],
    ]);
  });
});

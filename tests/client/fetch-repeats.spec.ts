/** What the loop of one call repeats, how often and when, and what it measures. */
import assert from "node:assert/strict";
import { ok, primary, standby } from "../support/acme-client";
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
describe("client fetch repeats", () => {
  it("renews the token twice a call at most, and not where there is no other", async () => {
    for (const [tokens, sent] of [
      [
        ["a", "b", "c", "d"],
        ["Bearer a", "Bearer b", "Bearer c"],
      ],
      [["a", "a", "a"], ["Bearer a"]],
      [["a", null, null, "b"], ["Bearer a"]],
      [[null, null], [null]],
      [
        [null, "b", "c"],
        [null, "Bearer b", "Bearer c"],
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
      assert.equal(all.dropped.length, sent.length - 1, "the response that nobody sees is dropped");
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
  it("counts no try for a 401, and drops each response that a later one replaces", async () => {
    const tokens = ["a", "b"];
    const all = watchedClient({ getToken: () => tokens.shift() });
    all.virtual.hosts.set(primary, status(401, 503));
    all.virtual.hosts.set(standby, ok);
    assert.equal((await all.virtual.run(all.home.fetch("/v1/profile", put))).status, 200);
    assert.deepEqual(all.hosts(), [primary, primary, primary, standby]);
    assert.deepEqual(all.dropped, [primary, primary, primary]);
  });

  it("takes a 501 and a 505 for a response, and repeats at the other errors of a server", async () => {
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

  it("gives up an endpoint for a 502, a 503 and a 504, and for no other response", async () => {
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
      for (let call = 0; call < 3; call++) {
        await all.virtual.run(all.home.fetch("/v1/profile"));
      }
      assert.equal(all.home.status.state, left ? "failover" : "home", String(code));
    }
  });

  it("waits twice as long before each try", async () => {
    const times = async (handler: Handler, retries = 3) => {
      const all = watchedClient({ retries, hedge: false, timeouts: { wholeMs: 300_000 } });
      all.virtual.hosts.set(primary, handler);
      const response = await all.virtual.run(all.home.fetch("/v1/profile"));
      const times = all.virtual.requests.filter(({ path }) => path === "/v1/profile").map(({ at }) => at);
      return { status: response.status, waits: times.slice(1).map((time, index) => Math.round(time - times[index]!)) };
    };
    // Each response takes a millisecond; the last wait is none, since it is another endpoint.
    assert.deepEqual((await times(status(500))).waits, [201, 401, 801, 1]);
    const client = watchedClient({ hedge: false });
    client.virtual.hosts.set(primary, status(500));
    await client.virtual.run(client.home.fetch("/v1/profile"));
    assert.deepEqual(client.hosts(), [primary, primary, standby], "one retry where nobody says");
  });

  it("earns a tenth of a retry a call, and spends none that it has not", async () => {
    const all = watchedClient({ hedge: false });
    both(all, status(408));
    const calls = async (count: number) => {
      const before = all.hosts().length;
      for (let call = 0; call < count; call++) {
        await all.virtual.run(all.home.fetch("/v1/profile", put));
      }
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
      for (let call = 0; call < 40; call++) {
        await all.virtual.run(all.home.fetch("/v1/profile"));
      }
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
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    }
    await virtual.run(virtual.sleep(10_000));
    both(all, ({ host }) => ({ status: 200, body: host, delayMs: 500 }));
    virtual.hosts.set(standby, silence);
    const asked = lookups();
    const calls = [home.fetch("/v1/profile"), home.fetch("/v1/profile"), home.fetch("/v1/profile")];
    const responses = await virtual.run(Promise.all(calls));
    assert.deepEqual(
      responses.map((response) => response.status),
      [200, 200, 200],
    );
    assert.equal(lookups(), asked, "and nobody is asked where home is");
  });

  it("measures every call: where it ended, how, how long and with how many attempts", async () => {
    const all = watchedClient({ hedge: false });
    const reported: unknown[] = [];
    await all.virtual.run(all.home.ready());
    all.home.on("measurement", ({ kind, at, ms, region, status, attempts }) =>
      reported.push([kind, at! <= all.virtual.now(), ms, region, status, attempts]),
    );
    all.virtual.hosts.set(primary, status(500));
    await all.virtual.run(all.home.fetch("/v1/profile"));
    all.virtual.hosts.set(primary, silence);
    const abort = new AbortController();
    all.virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 70);
    await assert.rejects(all.virtual.run(all.home.fetch("/v1/profile", { signal: abort.signal })));
    assert.deepEqual(reported, [
      ["request", true, 222, "ca-west-1", 200, 3],
      ["request", true, 70, null, 0, 1],
    ]);
  });
});

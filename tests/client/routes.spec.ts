/** One route of an API that is broken in both Regions, beside others that work. */
import assert from "node:assert/strict";
import { prepare } from "../../client/request";
import { ok, primary, setUp, standby } from "../support/acme-client";
import type { Handler } from "../support/virtual-network";

const broken: Record<string, Handler> = {
  "answers 503": () => ({ status: 503 }),
  "cuts connections": () => ({ fault: "network" }),
  hangs: () => ({ fault: "silence" }),
  "answers 503 and says when": () => ({ status: 503, headers: { "retry-after": "30" } }),
};

/** Calls of both kinds for ten minutes: how many of those to the route that works succeeded. */
async function beside(
  handler: Handler,
  { okEvery = 5000, okPath = "/ok", badInit = {}, at = [primary, standby] } = {},
) {
  const { virtual, home, notices, statuses } = setUp({ timeouts: { firstByteMs: 3000 } });
  for (const host of [primary, standby]) {
    virtual.hosts.set(host, (request) => {
      const isBad = request.path.startsWith("/broken") && request.method === ((badInit as RequestInit).method ?? "GET");
      return isBad && at.includes(host) ? handler(request) : ok(request);
    });
  }
  const results: boolean[] = [];
  const every = async (ms: number, call: () => Promise<unknown>) => {
    for (let elapsed = 0; elapsed < 600_000; elapsed += ms) {
      call().catch(() => {});
      await virtual.sleep(ms);
    }
  };
  await virtual.run(
    Promise.all([
      every(1000, () => home.fetch("/broken", badInit)),
      every(okEvery, async () => {
        const index = results.push(false) - 1;
        results[index] = (await home.fetch(okPath)).status === 200;
      }),
    ]),
  );
  const share = results.filter(Boolean).length / results.length;
  const sent = virtual.requests.filter(({ path }) => path === "/broken").length;
  return { share, notices, statuses, sent };
}

describe("a broken route beside others, for the client", () => {
  for (const [what, handler] of Object.entries(broken)) {
    it(`takes none of them with it where it ${what}`, async () => {
      const { share, notices, sent } = await beside(handler);
      assert.ok(share >= 0.99, `${share * 100} % succeed`);
      assert.ok(sent <= 720, `${sent} requests for 600 calls`);
      assert.deepEqual(
        notices.filter(({ kind }) => kind === "failover").length <= 1,
        true,
        "the user is told at most once, before it is known what works",
      );
    });
  }

  it("takes none with it that is rarely asked, nor the other methods of its path", async () => {
    assert.equal((await beside(broken["answers 503"]!, { okEvery: 120_000 })).share, 1);
    assert.equal((await beside(broken["answers 503"]!, { okPath: "/broken", badInit: { method: "PUT" } })).share, 1);
  });

  it("is asked where it works, and the others where they were", async () => {
    const { virtual, home, hosts, statuses } = setUp();
    await virtual.run(home.fetch("/ok"));
    virtual.hosts.set(primary, (request) => (request.path === "/broken" ? { status: 503 } : ok(request)));
    for (let call = 0; call < 10; call++) {
      assert.equal((await virtual.run(home.fetch("/broken"))).status, 200);
      await virtual.run(home.fetch("/ok"));
    }
    assert.ok(hosts("/broken").filter((host) => host === primary).length <= 4);
    assert.deepEqual([...new Set(hosts("/ok"))], [primary]);
    assert.deepEqual(
      statuses.map(({ state }) => state),
      ["home"],
    );
  });

  it("lets a second route that fails too speak for the endpoint, writes at once", async () => {
    const { virtual, home, hosts } = setUp();
    for (const path of ["/one", "/two", "/three"]) {
      await virtual.run(home.fetch(path));
    }
    virtual.hosts.set(primary, () => ({ status: 503 }));
    for (let call = 0; call < 2; call++) {
      await virtual.run(home.fetch("/one"));
    }
    assert.equal(home.status.state, "home");
    assert.equal((await virtual.run(home.fetch("/three", { method: "POST" }))).status, 200, "where nothing is broken");
    assert.equal((await virtual.run(home.fetch("/two"))).status, 200);
    assert.equal(home.status.state, "failover");
    await virtual.run(home.fetch("/three"));
    assert.deepEqual(hosts("/three"), [primary, standby, standby]);
  });

  it("tells routes from what they are about", async () => {
    for (const [path, route] of [
      ["/v1/profile", "GET /v1/profile"],
      ["/v1/profile?x=1#y", "GET /v1/profile"],
      ["https://ca.api.example.com/v1/orders/12", "GET /v1/orders/*"],
      ["/v1/orders/a1b/lines/7", "GET /v1/orders/*/lines/*"],
      ["/v1/files/abcdefghijklmnopqrstuvwxyz/name", "GET /v1/files/*/name"],
      ["/", "GET /"],
    ]) {
      assert.equal((await prepare(path!)).route, route);
    }
    assert.equal((await prepare("/v1/x", { method: "put" })).route, "PUT /v1/x");
  });
});

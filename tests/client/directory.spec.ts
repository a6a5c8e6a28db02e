import assert from "node:assert/strict";
import { createHomeCore, type HomeClientOptions, type HomeStorage } from "../../client/core";
import { memoryStorage } from "../../client/storage/memory";
import { homeResponse, lookup } from "../support/home-response";
import { createVirtual, type Virtual } from "../support/virtual-network";

const key = "home-region:api.example.com:acme";
const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

function start(virtual: Virtual, storage: HomeStorage, options: Partial<HomeClientOptions> = {}) {
  return createHomeCore({ lookup, organization: "acme", storage, ...options, runtime: virtual.runtime });
}
function world() {
  const virtual = createVirtual();
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 30 }));
  virtual.hosts.set("ca.api.example.com", () => ({ status: 200 }));
  const lookups = () => virtual.requests.filter(({ host }) => host === "api.example.com").length;
  return { virtual, lookups, storage: memoryStorage() };
}

describe("client directory", () => {
  it("goes straight home on the next start", async () => {
    const { virtual, lookups, storage } = world();
    await virtual.run(start(virtual, storage).ready());
    await virtual.run(start(virtual, storage).fetch("/v1/profile"));
    assert.equal(lookups(), 1);
  });

  it("asks by the lookup's contract, without headers that need a preflight", async () => {
    const { virtual, storage } = world();
    await virtual.run(start(virtual, storage).ready());
    const [request] = virtual.requests;
    assert.equal(request?.url, "https://api.example.com/v1/organizations/acme/home");
    assert.deepEqual([...request!.headers], []);
  });

  it("validates in the background, at most once in ttlSeconds, also when that fails", async () => {
    const { virtual, lookups, storage } = world();
    const home = start(virtual, storage);
    await virtual.run(home.ready());
    await virtual.run(virtual.sleep(301_000));
    virtual.hosts.set("api.example.com", () => ({ fault: "network" }));
    for (let call = 0; call < 5; call++) {
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    }
    await virtual.run(virtual.sleep(5000));
    // Three tries of one question.
    assert.equal(lookups(), 1 + 3);
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(lookups(), 1 + 3);
    await virtual.run(virtual.sleep(300_000));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA", { version: 2 }) }));
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(virtual.sleep(100));
    assert.equal(lookups(), 1 + 3 + 1);
    assert.equal(home.home?.version, 2);
  });

  it("uses the last known good home for staleIfErrorSeconds, and refuses it afterwards", async () => {
    const { virtual, storage } = world();
    virtual.hosts.set("api.example.com", () => ({
      status: 200,
      body: homeResponse("CA", { staleIfErrorSeconds: 600 }),
    }));
    await virtual.run(start(virtual, storage).ready());
    virtual.hosts.set("api.example.com", () => ({ fault: "network" }));
    await virtual.run(virtual.sleep(880_000));
    const home = start(virtual, storage);
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    await virtual.run(virtual.sleep(30_000));
    await assert.rejects(virtual.run(home.fetch("/v1/profile")), code("response-expired"));
    await assert.rejects(virtual.run(start(virtual, storage).fetch("/v1/profile")), code("response-expired"));
  });

  it("shares one lookup among tabs, a forced one too", async () => {
    const { virtual, lookups, storage } = world();
    const tabs = Array.from({ length: 5 }, () => start(virtual, storage));
    await virtual.run(Promise.all(tabs.map((tab) => tab.ready())));
    assert.equal(lookups(), 1);
    await virtual.run(virtual.sleep(1000));
    await virtual.run(Promise.all(tabs.map((tab) => tab.refresh())));
    assert.equal(lookups(), 2);
    await virtual.run(virtual.sleep(301_000));
    await virtual.run(Promise.all(tabs.map((tab) => tab.fetch("/v1/profile"))));
    await virtual.run(virtual.sleep(1000));
    assert.equal(lookups(), 3);
  });

  it("refuses what is stored when it is broken, forged or from the future", async () => {
    const now = createVirtual().now();
    const forged = [
      "{",
      "null",
      JSON.stringify({ at: now, home: { ...homeResponse("US"), jurisdiction: "CA" } }),
      JSON.stringify({ at: now, home: JSON.parse(JSON.stringify(homeResponse()).replaceAll("https:", "http:")) }),
      JSON.stringify({ at: "x", home: homeResponse() }),
      JSON.stringify({ at: now - 200_000_000, home: homeResponse() }),
      JSON.stringify({ at: now + 200_000_000, home: homeResponse("US") }),
    ];
    for (const stored of forged) {
      const { virtual, lookups, storage } = world();
      storage.setItem(key, stored);
      const home = start(virtual, storage, { jurisdictions: ["CA"] });
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200, stored);
      assert.equal(lookups(), 1, stored);
    }
  });

  it("refuses an older version from a replica that lags, and keeps what it knows", async () => {
    const { virtual, storage } = world();
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA", { version: 7 }) }));
    const home = start(virtual, storage);
    await virtual.run(home.ready());
    await virtual.run(virtual.sleep(1));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 6 }) }));
    await assert.rejects(virtual.run(home.refresh()), code("response-refused"));
    assert.equal(home.home?.version, 7);
    assert.match(storage.getItem(key) as string, /"version":7/);
  });

  it("gives up what only the storage says when a Region shows it to be wrong", async () => {
    const { virtual, storage } = world();
    storage.setItem(key, JSON.stringify({ at: virtual.now(), home: homeResponse("US", { version: 999 }) }));
    virtual.hosts.set("us.api.example.com", () => ({ status: 421, body: { code: "misrouted" } }));
    const home = start(virtual, storage);
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.deepEqual([home.home?.jurisdiction, home.home?.version], ["CA", 1]);
    assert.match(storage.getItem(key) as string, /"version":1,/);
  });

  it("goes on in memory when the storage is full, closed or slow to fail", async () => {
    const { virtual, lookups } = world();
    const fail = () => {
      throw new Error("QuotaExceededError");
    };
    const home = start(virtual, { getItem: fail, setItem: fail, removeItem: fail });
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(lookups(), 1);
  });

  it("asks again when the clock went back, and believes no age below zero", async () => {
    const { virtual, lookups, storage } = world();
    const home = start(virtual, storage);
    await virtual.run(home.ready());
    virtual.setClock(-86_400_000 * 365);
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.equal(lookups(), 2);
    virtual.setClock(86_400_000 * 365);
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.equal(lookups(), 3);
  });

  it("tells an unknown organization from a lookup that cannot be reached", async () => {
    const { virtual, storage } = world();
    virtual.hosts.set("api.example.com", () => ({ status: 404, body: { code: "organization-unknown" } }));
    await assert.rejects(virtual.run(start(virtual, storage).ready()), code("organization-unknown"));
    virtual.hosts.set("api.example.com", () => ({ status: 503 }));
    await assert.rejects(virtual.run(start(virtual, storage).ready()), code("lookup-unreachable"));
    virtual.hosts.set("api.example.com", () => ({ fault: "silence" }));
    const before = virtual.now();
    await assert.rejects(virtual.run(start(virtual, storage).ready()), code("lookup-unreachable"));
    assert.ok(virtual.now() - before < 17_000);
  });

  it("forgets on demand, and what was under way does not bring it back", async () => {
    const { virtual, storage } = world();
    const home = start(virtual, storage);
    const asking = home.ready();
    await virtual.run(home.forget());
    await virtual.run(asking);
    assert.equal(home.home, undefined);
    assert.equal(storage.getItem(key), null);
  });

  it("refuses wrong options, all at once", () => {
    const wrong = { lookup: "http://api.example.com", organization: "A B" };
    assert.throws(
      () => createHomeCore(wrong),
      (error: { details?: { issues?: string[] } }) => error.details?.issues?.length === 2,
    );
    assert.throws(() => createHomeCore(undefined as never), code("bad-option"));
  });
});

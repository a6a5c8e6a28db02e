import assert from "node:assert/strict";
import { ok, primary, setUp, standby } from "../support/acme-client";
import { homeResponse } from "../support/home-response";

const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

describe("client fetch", () => {
  it("looks home up once, then goes straight there", async () => {
    const { virtual, home, hosts } = setUp();
    const responses = await virtual.run(Promise.all([home.fetch("/v1/profile"), home.fetch("/v1/profile")]));
    assert.deepEqual(await Promise.all(responses.map((response) => response.json())), [primary, primary]);
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(virtual.requests.filter(({ host }) => host === "api.example.com").length, 1);
    assert.deepEqual(hosts(), [primary, primary, primary]);
    assert.equal(home.status.state, "home");
    assert.equal(home.status.region, "ca-central-1");
  });

  it("gives the token to home and never to the lookup", async () => {
    const { virtual, home } = setUp({ getToken: ({ home }) => `token-${home.jurisdiction}` });
    await virtual.run(home.fetch("/v1/profile"));
    const tokens = virtual.requests.map(({ host, headers }) => [host, headers.get("authorization")]);
    assert.deepEqual(tokens, [
      ["api.example.com", null],
      [primary, "Bearer token-CA"],
    ]);
  });

  it("leaves the caller's own authorization alone", async () => {
    const { virtual, home } = setUp({ getToken: () => "token" });
    await virtual.run(home.fetch("/v1/profile", { headers: { authorization: "Basic own" } }));
    assert.equal(virtual.requests.at(-1)?.headers.get("authorization"), "Basic own");
  });

  it("asks once for a newer token after a 401", async () => {
    const { virtual, home } = setUp({ getToken: ({ refresh }) => (refresh ? "new" : "old") });
    virtual.hosts.set(primary, ({ headers }) => ({
      status: headers.get("authorization") === "Bearer new" ? 200 : 401,
    }));
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    virtual.hosts.set(primary, () => ({ status: 401 }));
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 401);
    assert.equal(virtual.requests.length, 1 + 2 + 2);
  });

  it("repeats an idempotent request and passes the last response on when none is good", async () => {
    const { virtual, home, hosts } = setUp();
    virtual.hosts.set(primary, () => ({ status: 503, body: "primary" }));
    virtual.hosts.set(standby, () => ({ status: 503, body: "standby" }));
    const response = await virtual.run(home.fetch("/v1/profile", { method: "PUT", body: "x" }));
    assert.equal(response.status, 503);
    assert.equal(await response.json(), "standby");
    assert.deepEqual(hosts(), [primary, primary, standby, standby]);
  });

  it("refuses to repeat a POST, unless it has an idempotency key", async () => {
    const { virtual, home, hosts } = setUp();
    virtual.hosts.set(primary, () => ({ fault: "network" }));
    await assert.rejects(virtual.run(home.fetch("/v1/profile", { method: "POST", body: "x" })), code("unreachable"));
    assert.deepEqual(hosts(), [primary]);
    const response = await virtual.run(home.fetch("/v1/profile", { method: "POST", body: "x", idempotencyKey: "k" }));
    assert.equal(response.status, 200);
    assert.deepEqual(hosts().slice(1), [primary, primary, standby]);
    assert.equal(virtual.requests.at(-1)?.headers.get("idempotency-key"), '"k"');
  });

  it("fails over inside the jurisdiction, says so, and returns when home answers again", async () => {
    const { virtual, home, hosts, notices, statuses } = setUp();
    await virtual.run(home.fetch("/v1/profile"));
    virtual.hosts.set(primary, () => ({ fault: "network" }));
    for (let call = 0; call < 4; call++) {
      assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    }
    assert.deepEqual(hosts().slice(-1), [standby]);
    assert.deepEqual([home.status.state, home.status.region, home.status.why], ["failover", "ca-west-1", "failures"]);
    virtual.hosts.set(primary, ok);
    await virtual.run(virtual.sleep(5000));
    await virtual.run(home.fetch("/v1/profile"));
    await virtual.run(virtual.sleep(100));
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(hosts().at(-1), primary);
    assert.deepEqual(
      notices.map(({ kind, text }) => [kind, text]),
      [
        ["failover", "We are running from our second site (ca-west-1). Your data stays in CA."],
        ["returned", "Everything is back to normal."],
      ],
    );
    assert.deepEqual(
      statuses.map(({ state }) => state),
      ["home", "failover", "home"],
    );
    assert.equal(statuses.at(-1)?.why, "recovered");
  });

  it("moves safe requests that hang at an endpoint on as soon as it is given up", async () => {
    const { virtual, home } = setUp();
    for (let call = 0; call < 40; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    virtual.hosts.set(primary, () => ({ fault: "silence" }));
    const before = virtual.now();
    const calls = Array.from({ length: 200 }, (_, i) =>
      home.fetch("/v1/profile", i % 2 ? { method: "PUT", body: "x" } : {}),
    );
    const responses = await virtual.run(Promise.all(calls));
    assert.ok(responses.every(({ status }) => status === 200));
    assert.ok(virtual.now() - before < 1000, `${virtual.now() - before} ms`);
    assert.equal(home.status.why, "slow");
  });

  it("refuses to ask anybody outside the jurisdiction when all of it is down, and asks the lookup first", async () => {
    const { virtual, home } = setUp();
    virtual.hosts.set(primary, () => ({ fault: "network" }));
    virtual.hosts.set(standby, () => ({ fault: "network" }));
    virtual.hosts.set("us.api.example.com", ok);
    await assert.rejects(virtual.run(home.fetch("/v1/profile")), code("unreachable"));
    assert.deepEqual(new Set(virtual.requests.map(({ host }) => host)), new Set(["api.example.com", primary, standby]));
    assert.equal(virtual.requests.filter(({ host }) => host === "api.example.com").length, 2);
  });

  it("says offline when the lookup cannot be reached either, and recovers with the network", async () => {
    const { virtual, home, notices } = setUp();
    await virtual.run(home.fetch("/v1/profile"));
    const before = new Map(virtual.hosts);
    for (const host of virtual.hosts.keys()) {
      virtual.hosts.set(host, () => ({ fault: "network" }));
    }
    await assert.rejects(virtual.run(home.fetch("/v1/profile")), code("offline"));
    assert.equal(home.status.state, "offline");
    for (const [host, handler] of before) {
      virtual.hosts.set(host, handler);
    }
    assert.equal((await virtual.run(home.fetch("/v1/profile"))).status, 200);
    assert.equal(home.status.state, "home");
    assert.deepEqual(
      notices.map(({ kind }) => kind).filter((kind) => kind !== "failover"),
      ["offline", "returned"],
    );
  });

  it("corrects a home that has moved, with an unsafe request too", async () => {
    const { virtual, home, notices } = setUp({ getToken: ({ home }) => home.jurisdiction });
    await virtual.run(home.fetch("/v1/profile"));
    virtual.hosts.set(primary, () => ({ status: 421, body: { code: "misrouted" } }));
    virtual.hosts.set("us.api.example.com", ({ headers, body }) => ({
      status: 200,
      body: [headers.get("authorization"), body],
    }));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 2 }) }));
    const response = await virtual.run(home.fetch("/v1/profile", { method: "POST", body: "x" }));
    assert.deepEqual(await response.json(), ["Bearer US", "x"]);
    assert.equal(home.status.jurisdiction, "US");
    assert.deepEqual(
      notices.map(({ kind }) => kind),
      ["moved"],
    );
  });

  it("refuses to go on when a Region and the lookup disagree about home", async () => {
    const { virtual, home } = setUp();
    virtual.hosts.set(primary, () => ({ status: 421, body: { code: "misrouted", home: { jurisdiction: "US" } } }));
    await assert.rejects(virtual.run(home.fetch("/v1/profile")), code("misrouted"));
    assert.deepEqual(
      virtual.requests.map(({ host }) => host),
      ["api.example.com", primary, "api.example.com"],
    );
  });

  it("refuses to follow a redirect, wherever it leads", async () => {
    const { virtual, home } = setUp();
    virtual.hosts.set(primary, () => ({ status: 307, headers: { location: "https://us.api.example.com/v1/profile" } }));
    await assert.rejects(virtual.run(home.fetch("/v1/profile")), code("outside-home"));
    assert.equal((await virtual.run(home.fetch("/v1/profile", { redirect: "manual" }))).status, 307);
    assert.ok(!virtual.requests.some(({ host }) => host.startsWith("us")));
  });

  it("refuses URLs outside home before anything is sent", async () => {
    const { virtual, home } = setUp();
    for (const url of [
      "https://us.api.example.com/v1/profile",
      `https://${primary}.evil.test/`,
      "v1/profile",
      "@evil.test/",
    ]) {
      await assert.rejects(virtual.run(home.fetch(url)), code("outside-home"), url);
    }
    for (const path of ["//evil.test/x", "/\\evil.test", "/@evil.test"]) {
      await virtual.run(home.fetch(path));
    }
    const hosts = new Set(virtual.requests.map(({ host }) => host));
    assert.deepEqual(hosts, new Set(["api.example.com", primary]));
    assert.equal((await virtual.run(home.fetch(new URL(`https://${primary}/v1/profile`)))).status, 200);
    const request = new Request(`https://${primary}/v1/profile`, { method: "PUT", body: "x" });
    assert.equal((await virtual.run(home.fetch(request))).status, 200);
    assert.equal(virtual.requests.at(-1)?.method, "PUT");
  });

  it("ends with the caller's signal, at once", async () => {
    const { virtual, home } = setUp();
    virtual.hosts.set(primary, () => ({ fault: "silence" }));
    const abort = new AbortController();
    const call = home.fetch("/v1/profile", { signal: abort.signal, hedge: false });
    virtual.runtime.setTimeout(() => abort.abort(new Error("enough")), 700);
    const before = virtual.now();
    await assert.rejects(virtual.run(call), /enough/);
    assert.equal(virtual.now() - before, 700);
  });

  it("ends with its own deadlines: first byte, and whole", async () => {
    const { virtual, home } = setUp({ timeouts: { firstByteMs: 2000, wholeMs: 3000 } });
    virtual.hosts.set(primary, () => ({ fault: "silence" }));
    virtual.hosts.set(standby, () => ({ fault: "silence" }));
    const before = virtual.now();
    await assert.rejects(virtual.run(home.fetch("/v1/profile", { method: "POST" })), code("timeout"));
    assert.equal(virtual.now() - before, 2030);
    await assert.rejects(virtual.run(home.fetch("/v1/profile", { method: "PUT" })), code("timeout"));
    assert.equal(virtual.now() - before, 5030);
  });

  it("stops repeating when the budget is spent", async () => {
    const { virtual, home } = setUp({ hedge: false });
    virtual.hosts.set(primary, () => ({ status: 500 }));
    virtual.hosts.set(standby, () => ({ status: 500 }));
    const calls = Array.from({ length: 1000 }, () => home.fetch("/v1/profile"));
    await virtual.run(Promise.all(calls));
    const sent = virtual.requests.filter(({ path }) => path === "/v1/profile").length;
    assert.ok(sent > 1050 && sent <= 1000 + 100 + 100, `${sent} requests`);
  });
});

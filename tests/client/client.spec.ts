import assert from "node:assert/strict";
import { createHomeCore, type HomeClientOptions, type HomeStatus } from "../../client/core";
import { createHomeClient } from "../../client/index";
import { memoryStorage } from "../../client/storage/memory";
import { ok, primary, standby } from "../support/acme-client";
import { homeResponse, lookup } from "../support/home-response";
import { on } from "../support/platform";
import { watchedClient } from "../support/watched-client";

const network = () => ({ fault: "network" as const });

describe("client core", () => {
  it("says where it is from the first moment on, since when and why", async () => {
    const { virtual, home } = watchedClient({ hedge: false });
    const iso = () => new Date(virtual.now()).toISOString();
    const began = iso();
    const nowhere = { state: "unknown", jurisdiction: null, region: null, endpoint: null, since: began, why: "start" };
    assert.deepEqual([home.status, home.home], [nowhere, undefined]);
    const reported: HomeStatus[] = [];
    home.on("status", (status) => reported.push(status));
    await virtual.run(home.ready());
    const there = { state: "home", jurisdiction: "CA", region: "ca-central-1", endpoint: `https://${primary}` };
    assert.deepEqual(home.status, { ...there, since: iso(), why: "lookup" });
    await virtual.run(virtual.sleep(10));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA", { version: 2 }) }));
    await virtual.run(home.refresh());
    assert.equal(reported.length, 1, "the same place is no news");
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 3 }) }));
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    assert.deepEqual([home.status.jurisdiction, home.status.region, home.status.why], ["US", "us-east-1", "moved"]);
    assert.equal(home.status, reported[1]);
  });

  it("says that the lookup is why, where a response puts another endpoint first", async () => {
    const { virtual, home } = watchedClient();
    await virtual.run(home.ready());
    const endpoints = [...homeResponse().endpoints].reverse();
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA", { version: 2, endpoints }) }));
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.refresh());
    const { state, region, why } = home.status;
    assert.deepEqual([state, region, why], ["home", "ca-west-1", "lookup"]);
  });

  it("tells no news while it asks where home is", async () => {
    const { virtual } = watchedClient({ hedge: false });
    const storage = memoryStorage();
    storage.setItem(
      "home-region:api.example.com:acme",
      JSON.stringify({ at: virtual.now(), home: homeResponse("CA", { version: 9 }) }),
    );
    const home = createHomeCore({ lookup, organization: "acme", storage, hedge: false, runtime: virtual.runtime });
    await virtual.run(home.ready());
    const reported: string[] = [];
    home.on("status", ({ state }) => reported.push(state));
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse(), delayMs: 100 }));
    virtual.hosts.set(primary, ({ path }) => (path === "/moved" ? { status: 421 } : { status: 200, delayMs: 50 }));
    const moved = home.fetch("/moved").catch((error) => error.code);
    await virtual.run(home.fetch("/v1/profile"));
    assert.deepEqual([home.home?.version, reported], [9, []], "a response has come while home is in doubt");
    assert.equal(await virtual.run(moved), "misrouted");
    assert.deepEqual(reported, []);
  });

  it("is unavailable where no Region of home answers, offline where nobody does, and says how it came back", async () => {
    const { virtual, home } = watchedClient({ hedge: false });
    const reported: string[] = [];
    home.on("status", ({ state, why, region }) => reported.push(`${state} ${why} ${region}`));
    await virtual.run(home.ready());
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, network);
    }
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    }
    assert.equal(home.status.state, "unavailable");
    assert.equal(home.status.endpoint, null);
    virtual.hosts.set("api.example.com", network);
    await virtual.run(virtual.sleep(5000));
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    await virtual.run(virtual.sleep(10));
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    for (const host of [primary, standby]) {
      virtual.hosts.set(host, ok);
    }
    await virtual.run(home.fetch("/v1/profile"));
    assert.deepEqual(reported.slice(0, 3), [
      "home lookup ca-central-1",
      "unavailable failures null",
      "offline network null",
    ]);
    assert.deepEqual([home.status.state, home.status.why], ["home", "recovered"]);
  });

  it("tells of news as they come, and measures what a failover took", async () => {
    const { virtual, home } = watchedClient({ hedge: false, retries: 0 });
    const versions: number[] = [];
    const failovers: unknown[] = [];
    home.on("home", ({ version }) => versions.push(version));
    home.on("measurement", ({ kind, ms, region, at }) => {
      if (kind === "failover") {
        failovers.push([ms, region, at]);
      }
    });
    await virtual.run(home.fetch("/v1/profile"));
    const since = Date.parse(home.status.since);
    virtual.hosts.set(primary, network);
    await virtual.run(virtual.sleep(5000));
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    const changed = Date.parse(home.status.since);
    assert.deepEqual([versions, failovers], [[1], [[changed - since, "ca-west-1", changed]]]);
    assert.ok(changed - since >= 5000);
  });

  it("forgets home, and the way back to it", async () => {
    const { virtual, home } = watchedClient();
    const reported: string[] = [];
    home.on("status", ({ state, why }) => reported.push(`${state} ${why}`));
    await virtual.run(home.ready());
    for (const host of virtual.hosts.keys()) {
      virtual.hosts.set(host, network);
    }
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    await home.forget();
    assert.deepEqual([home.home, home.status.state, home.status.jurisdiction], [undefined, "unknown", null]);
    assert.deepEqual(reported, ["home lookup", "offline network", "unknown start"]);
  });

  it("tells a listener until it is taken off, and goes on where one throws", async () => {
    const { virtual, home } = watchedClient();
    const reported: string[] = [];
    const off = home.on("status", () => reported.push("first"));
    home.on("status", () => {
      throw new Error("the app's own");
    });
    home.on("status", () => reported.push("last"));
    const thrown: unknown[] = [];
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => thrown.push(error));
    try {
      await virtual.run(home.ready());
      await new Promise(setImmediate);
    } finally {
      for (const listener of before) {
        process.on("uncaughtException", listener);
      }
    }
    assert.deepEqual(reported, ["first", "last"]);
    assert.deepEqual(
      thrown.map((error) => (error as Error).message),
      ["the app's own"],
      "the app sees it",
    );
    off();
    const quiet = watchedClient();
    const heard: string[] = [];
    const stop = quiet.home.on("home", () => heard.push("home"));
    stop();
    await quiet.virtual.run(quiet.home.ready());
    assert.deepEqual(heard, []);
  });

  it("refuses wrong options: what is found, what is allowed", () => {
    const faultsOf = (options: unknown): string[] => {
      try {
        createHomeCore(options as HomeClientOptions);
      } catch (error) {
        const { code, message, details } = error as { code: string; message: string; details: { issues: string[] } };
        assert.equal(code, "bad-option");
        assert.equal(message, details.issues.join("; "));
        return details.issues;
      }
      return [];
    };
    assert.deepEqual(faultsOf({ lookup: "http://api.example.com", organization: "A B" }), [
      'lookup is "http://api.example.com", not "https://api.<domain>"',
      'organization is "A B", not a slug or an id',
    ]);
    for (const organization of ["", "a b", "acme/", "/acme", "Acme", "x".repeat(65)]) {
      assert.equal(faultsOf({ lookup, organization }).length, 1, organization);
    }
    for (const organization of ["acme", "a-b_9", "x".repeat(64), "org_01j"]) {
      assert.equal(faultsOf({ lookup, organization }).length, 0, organization);
    }
  });

  it("refuses every wrong option at once, and names that are none", () => {
    const options = {
      lookup: "http://api.example.com",
      organisation: "acme",
      storage: "local",
      getToken: "t",
      jurisdictions: ["Canada"],
      timeouts: { wholeMs: -1, whole: 3 },
      retries: -1,
      hedge: "no",
      fetch: {},
    };
    assert.throws(
      () => createHomeClient(options as never),
      ({ code, details: { issues } }) => {
        assert.equal(code, "bad-option");
        const names = issues.map((issue: string) => issue.split(" ")[0]);
        assert.deepEqual(names.sort(), [
          "fetch",
          "getToken",
          "hedge",
          "jurisdictions",
          "lookup",
          "organisation",
          "organization",
          "retries",
          "storage",
          "timeouts.whole",
          "timeouts.wholeMs",
        ]);
        assert.ok(issues.includes('hedge is "no", not of type boolean'), issues.join("\n"));
        return true;
      },
    );
    assert.throws(() => createHomeClient(undefined as never), /lookup is undefined/);
    const right = {
      lookup,
      organization: "acme",
      retries: 0,
      hedge: false,
      timeouts: { wholeMs: 1 },
      storage: undefined,
    };
    assert.equal(createHomeClient({ ...right, jurisdictions: ["CA"], fetch }).status.state, "unknown");
  });

  it("keeps home in memory where the browser denies the storage that a function names", async () => {
    const { virtual } = watchedClient();
    const options = { lookup, organization: "acme", runtime: virtual.runtime };
    const denied = createHomeClient({
      ...options,
      storage: () => {
        throw new Error("SecurityError");
      },
    });
    await virtual.run(denied.ready());
    assert.ok(await denied.options.storage!.getItem("home-region:api.example.com:acme"));
    const storage = memoryStorage();
    assert.equal(createHomeClient({ ...options, storage: () => storage }).options.storage, storage);
  });

  it("opens the connection to home ahead in a browser's page, and has all that the core has", async () => {
    const links: Record<string, string>[] = [];
    const document = {
      head: { append: (link: Record<string, string>) => links.push(link) },
      createElement: (tag: string) => ({ tag }),
    };
    const { virtual } = watchedClient();
    const options = { lookup, organization: "acme", runtime: virtual.runtime };
    await on({ document }, async () => {
      const client = createHomeClient(options);
      await virtual.run(client.ready());
      assert.deepEqual([client.status.state, client.home?.version], ["home", 1]);
      assert.equal(typeof client.connect, "function");
    });
    assert.deepEqual(links, [{ tag: "link", rel: "preconnect", href: `https://${primary}`, crossOrigin: "anonymous" }]);
    await on({ document: {} }, async () => {
      await virtual.run(createHomeClient(options).ready());
    });
    const notices: string[] = [];
    const reported = createHomeClient({ ...options });
    reported.on("notice", ({ kind }) => notices.push(kind));
    await virtual.run(reported.ready());
    virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("US", { version: 2 }) }));
    await virtual.run(virtual.sleep(10));
    await virtual.run(reported.refresh());
    assert.deepEqual(notices, ["moved"]);
  });

  it("uses what the platform has where no option says otherwise: its fetch, clock, chance and timers", async () => {
    const before = { fetch: globalThis.fetch, now: Date.now };
    const asked: string[] = [];
    globalThis.fetch = async (input) => {
      asked.push(String(input));
      return Response.json(homeResponse());
    };
    Date.now = () => 1_800_000_000_000;
    try {
      const home = createHomeCore({ lookup, organization: "acme", hedge: false });
      assert.equal(home.status.since, "2027-01-15T08:00:00.000Z");
      await home.ready();
      assert.deepEqual(asked, [`${lookup}/v1/organizations/acme/home`]);
    } finally {
      globalThis.fetch = before.fetch;
      Date.now = before.now;
    }
  });

  it("shares one question among tabs by the browser's locks", async () => {
    const names: string[] = [];
    const locks = {
      request: (name: string, run: () => Promise<unknown>) => {
        names.push(name);
        return run();
      },
    };
    const { virtual } = watchedClient();
    const { exclusively: _, ...runtime } = virtual.runtime;
    await on({ navigator: { locks } }, () =>
      virtual.run(createHomeCore({ lookup, organization: "acme", runtime }).ready()),
    );
    assert.deepEqual(names, ["home-region:api.example.com:acme"]);
    await on({ navigator: undefined }, () =>
      virtual.run(createHomeCore({ lookup, organization: "acme", runtime }).ready()),
    );
  });
});

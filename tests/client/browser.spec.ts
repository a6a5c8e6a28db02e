/** The package as it is published, in Chromium: against the twin with faults live, and through what only a browser can do to it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type BrowserContext, chromium, type Page, type Route } from "playwright-core";
import { buildClient } from "../../client/scripts/build";
import type { Twin } from "../../local/twin";
import { browserPath } from "../support/browser";
import { homeAnswer } from "../support/home-answer";
import { Person, startTestTwin } from "../support/twin";

const app = "https://app.example.com/";
const page404 = "<!doctype html><title>app</title>";

/** What the pages' scripts see. */
declare const sdk: typeof import("../../client/index") &
  typeof import("../../client/offline") &
  typeof import("../../client/storage");

describe("client in Chromium", function () {
  this.timeout(150_000);
  const folder = mkdtempSync(join(tmpdir(), "home-region-browser-test-"));
  const open: BrowserContext[] = [];
  let twin: Twin;
  let person: Person;
  let script = "";

  before(async function () {
    if (!browserPath()) return this.skip();
    await buildClient(join(folder, "dist"));
    const entry = join(folder, "entry.mjs");
    writeFileSync(
      entry,
      ["index", "offline", "storage"].map((name) => `export * from "./dist/${name}.mjs";`).join("\n"),
    );
    const bundle = { bundle: true, format: "iife", globalName: "sdk", write: false } as const;
    script = (await build({ ...bundle, entryPoints: [entry] })).outputFiles[0]!.text;
    twin = await startTestTwin();
    person = new Person(twin, "Toronto");
  });
  after(async () => {
    person?.close();
    await twin?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
    for (const { id } of twin?.context.faults.list() ?? []) twin.context.faults.remove(id);
    assert.deepEqual(twin?.context.ledger.crossings() ?? [], []);
  });

  /** A browser profile. With a place it is in the twin's world; without, hosts are what the test's routes say. */
  async function browse(place?: string): Promise<BrowserContext> {
    const { proxies } = twin.control.endpoints();
    const server = place ? proxies.find((proxy) => proxy.place === place)!.url : undefined;
    const context = await chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), {
      executablePath: browserPath()!,
      headless: true,
      ignoreHTTPSErrors: true,
      ...(server && { proxy: { server } }),
      // The regional API has no answer to preflights yet.
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-web-security"],
    });
    open.push(context);
    await context.route(`${app}**`, (route) => route.fulfill({ contentType: "text/html", body: page404 }));
    return context;
  }
  async function launch(context: BrowserContext, clock?: number): Promise<Page> {
    const page = await context.newPage();
    if (clock !== undefined) await page.clock.setSystemTime(clock);
    await page.goto(app);
    await page.addScriptTag({ content: script });
    return page;
  }
  const asked = (context: BrowserContext) => {
    const hosts: string[] = [];
    context.on("request", (request) => {
      const { host, pathname } = new URL(request.url());
      if (pathname.startsWith("/v1/")) hosts.push(host);
    });
    return hosts;
  };
  /** A regional API that does every key once, and a lookup, both inside the browser's own network. */
  async function serve(context: BrowserContext) {
    const state = { done: [] as string[], keys: new Set<string>(), up: true, lookups: 0 };
    await context.route("https://api.example.com/**", (route) => {
      state.lookups++;
      return state.up ? route.fulfill({ json: homeAnswer() }) : route.abort();
    });
    const api = async (route: Route) => {
      if (!state.up) return route.abort();
      const key = route.request().headers()["idempotency-key"];
      if (key && !state.keys.has(key)) {
        state.keys.add(key);
        state.done.push(route.request().postData() ?? "");
      }
      return route.fulfill({ json: {} });
    };
    await context.route("https://ca.api.example.com/**", api);
    await context.route("https://ca-west-1.ca.api.example.com/**", api);
    return state;
  }

  it("finds home once, and on the next start goes straight there", async () => {
    const context = await browse("Toronto");
    const hosts = asked(context);
    const token = await person.signIn("acme");
    const run = (page: Page) =>
      page.evaluate(async (token) => {
        const options = {
          lookup: "https://api.example.com",
          organization: "acme",
          storage: (globalThis as any).localStorage,
        };
        // A slow machine must not look like a slow Region here.
        const home = sdk.createHomeClient({ ...options, getToken: () => token, hedge: false });
        const response = await home.fetch("/v1/profile");
        const preconnect = (globalThis as any).document.querySelector("link[rel=preconnect]")?.getAttribute("href");
        return [response.status, home.status.region, preconnect];
      }, token);
    const first = await launch(context);
    assert.deepEqual(await run(first), [404, "ca-central-1", "https://ca.api.example.com"]);
    await first.close();
    assert.deepEqual(await run(await launch(context)), [404, "ca-central-1", "https://ca.api.example.com"]);
    assert.deepEqual(hosts, ["api.example.com", "ca.api.example.com", "ca.api.example.com"]);
  });

  it("goes on in the other Canadian Region while the primary is lost", async () => {
    const context = await browse("Toronto");
    const hosts = asked(context);
    const token = await person.signIn("acme");
    const page = await launch(context);
    await page.evaluate(async (token) => {
      const options = {
        lookup: "https://api.example.com",
        organization: "acme",
        storage: (globalThis as any).localStorage,
      };
      const home = sdk.createHomeClient({ ...options, getToken: () => token });
      Object.assign(globalThis, { home, told: [] });
      home.on("notice", ({ text }) => (globalThis as any).told.push(text));
      for (let read = 0; read < 25; read++) await home.fetch("/v1/profile");
    }, token);
    twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    const after = await page.evaluate(async () => {
      const { home } = globalThis as any;
      const statuses = [];
      for (let read = 0; read < 6; read++) statuses.push((await home.fetch("/v1/profile")).status);
      return { statuses, region: home.status.region, told: (globalThis as any).told };
    });
    assert.deepEqual(after.statuses, Array(6).fill(404));
    assert.equal(after.region, "ca-west-1");
    assert.match(after.told[0], /second site \(ca-west-1\)/);
    assert.ok(hosts.every((host) => host === "api.example.com" || host.endsWith("ca.api.example.com")));
  });

  it("shares one lookup among tabs", async () => {
    const context = await browse();
    const state = await serve(context);
    const tabs = await Promise.all(Array.from({ length: 4 }, () => launch(context)));
    const regions = await Promise.all(
      tabs.map((tab) =>
        tab.evaluate(async () => {
          const options = {
            lookup: "https://api.example.com",
            organization: "acme",
            storage: (globalThis as any).localStorage,
          };
          return (await sdk.createHomeClient(options).ready()).endpoints[0]?.region;
        }),
      ),
    );
    assert.deepEqual(regions, Array(4).fill("ca-central-1"));
    assert.equal(state.lookups, 1);
  });

  const write = (page: Page, bodies: string[]) =>
    page.evaluate(async (bodies) => {
      const storage = sdk.indexedDbStorage();
      const home = sdk.createHomeClient({ lookup: "https://api.example.com", organization: "acme", storage });
      const offline = sdk.createOffline(home, { user: "u1" });
      Object.assign(globalThis, { offline });
      const answers: (number | string)[] = [];
      for (const body of bodies)
        answers.push(
          await offline.fetch("/v1/profile", { method: "PUT", body }).then(
            ({ status }) => status,
            (error) => error.code,
          ),
        );
      return answers;
    }, bodies);

  it("queues writes without a network, and replays them by itself when it is back", async () => {
    const context = await browse();
    const state = await serve(context);
    const page = await launch(context);
    assert.deepEqual(await write(page, ["0"]), [200]);
    await context.setOffline(true);
    state.up = false;
    assert.deepEqual(await write(page, ["1", "2", "3"]), [202, 202, 202]);
    state.up = true;
    await context.setOffline(false);
    await page.evaluate(async () => {
      const { offline } = globalThis as any;
      for (const end = Date.now() + 20_000; (await offline.queued()).length > 0 && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 50));
    });
    assert.deepEqual(state.done, ["0", "1", "2", "3"]);
  });

  it("loses and doubles nothing when the tab is killed while it writes", async () => {
    const context = await browse();
    const state = await serve(context);
    const page = await launch(context);
    assert.deepEqual(await write(page, ["0"]), [200]);
    state.up = false;
    const acknowledged: string[] = [];
    await page.exposeFunction("acknowledge", (body: string) => acknowledged.push(body));
    await page.evaluate(() => {
      const { offline, acknowledge } = globalThis as any;
      (async () => {
        for (let n = 1; n < 10_000; n++) {
          const { status } = await offline.fetch("/v1/profile", { method: "PUT", body: String(n) });
          if (status === 202) acknowledge(String(n));
        }
      })();
    });
    while (acknowledged.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    const session = await context.newCDPSession(page);
    session.send("Page.crash").catch(() => {});
    await page.waitForEvent("crash");
    const kept = [...acknowledged];
    state.up = true;
    const next = await launch(context);
    await write(next, []);
    await next.evaluate(() => (globalThis as any).offline.replay());
    assert.equal(new Set(state.done).size, state.done.length, "nothing is doubled");
    for (const body of kept) assert.ok(state.done.includes(body), `write ${body} was lost`);
    assert.deepEqual(
      state.done,
      [...state.done].sort((a, b) => Number(a) - Number(b)),
    );
  });

  it("refuses a write that the browser has no room for, and goes on with what it has", async () => {
    const context = await browse();
    const state = await serve(context);
    const page = await launch(context);
    state.up = false;
    const found = await page.evaluate(async () => {
      const { localStorage } = globalThis as any;
      const options = { lookup: "https://api.example.com", organization: "acme", storage: localStorage };
      const offline = sdk.createOffline(sdk.createHomeClient(options), { user: "u1" });
      const put = (body: string) =>
        offline.fetch("/v1/profile", { method: "PUT", body }).then(
          ({ status }) => status,
          (error) => error.code,
        );
      const answers = [await put("1"), await put("x".repeat(6_000_000))];
      localStorage.setItem("others", "x".repeat(5_000_000));
      answers.push(await put("2".repeat(300_000)));
      localStorage.removeItem("others");
      answers.push(await put("3"));
      Object.assign(globalThis, { offline });
      return answers;
    });
    assert.deepEqual(found, [202, "storage-full", "storage-full", 202]);
    state.up = true;
    await page.evaluate(() => (globalThis as any).offline.replay());
    assert.deepEqual(state.done, ["1", "3"]);
  });

  it("believes no stored home from the future or the far past, whatever the clock says", async () => {
    const context = await browse();
    const state = await serve(context);
    const day = 86_400_000;
    const now = Date.now();
    for (const [start, clock] of [now, now - 400 * day, now + 800 * day].entries()) {
      const page = await launch(context, clock);
      const status = await page.evaluate(async () => {
        const options = {
          lookup: "https://api.example.com",
          organization: "acme",
          storage: (globalThis as any).localStorage,
        };
        return (await sdk.createHomeClient(options).fetch("/v1/profile")).status;
      });
      assert.deepEqual([status, state.lookups], [200, start + 1]);
      await page.close();
    }
  });

  it("works on a slow network", async () => {
    const context = await browse("Toronto");
    const token = await person.signIn("acme");
    const page = await launch(context);
    const session = await context.newCDPSession(page);
    const slow = { offline: false, latency: 600, downloadThroughput: 6000, uploadThroughput: 6000 };
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", slow);
    const found = await page.evaluate(async (token) => {
      const options = {
        lookup: "https://api.example.com",
        organization: "acme",
        storage: (globalThis as any).localStorage,
      };
      const home = sdk.createHomeClient({ ...options, getToken: () => token });
      const statuses = [];
      for (let read = 0; read < 3; read++) statuses.push((await home.fetch("/v1/profile")).status);
      return [statuses, home.status.jurisdiction];
    }, token);
    assert.deepEqual(found, [[404, 404, 404], "CA"]);
  });
});

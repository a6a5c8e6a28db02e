/** The package as it is published, in Chromium: tabs, no network, a killed tab, a full disk, a wrong clock. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { clientBrowsers, type Sdk, serveHome } from "../support/client-browser";

declare const sdk: Sdk;

describe("client in Chromium on its device", function () {
  this.timeout(90_000);
  const browsers = clientBrowsers();

  it("shares one lookup among tabs", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const tabs = await Promise.all(Array.from({ length: 4 }, () => browsers.launch(context)));
    const regions = await Promise.all(
      tabs.map((tab) =>
        tab.evaluate(async () => {
          const options = {
            lookup: "https://api.example.com",
            organization: "acme",
            // Of localStorage no browser promises that one tab's write is seen by the next at once.
            storage: sdk.indexedDbStorage(),
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
      const responses: (number | string)[] = [];
      for (const body of bodies) {
        responses.push(
          await offline.fetch("/v1/profile", { method: "PUT", body }).then(
            ({ status }) => status,
            (error) => error.code,
          ),
        );
      }
      return responses;
    }, bodies);

  it("queues writes without a network, and replays them by itself when it is back", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const page = await browsers.launch(context);
    assert.deepEqual(await write(page, ["0"]), [200]);
    await context.setOffline(true);
    state.up = false;
    assert.deepEqual(await write(page, ["1", "2", "3"]), [202, 202, 202]);
    state.up = true;
    await context.setOffline(false);
    await page.evaluate(async () => {
      const { offline } = globalThis as any;
      for (const end = Date.now() + 20_000; (await offline.queued()).length > 0 && Date.now() < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    assert.deepEqual(state.done, ["0", "1", "2", "3"]);
  });

  it("loses and doubles nothing when the tab is killed while it writes", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const page = await browsers.launch(context);
    assert.deepEqual(await write(page, ["0"]), [200]);
    state.up = false;
    const acknowledged: string[] = [];
    await page.exposeFunction("acknowledge", (body: string) => acknowledged.push(body));
    await page.evaluate(() => {
      const { offline, acknowledge } = globalThis as any;
      (async () => {
        for (let n = 1; n < 10_000; n++) {
          const { status } = await offline.fetch("/v1/profile", { method: "PUT", body: String(n) });
          if (status === 202) {
            acknowledge(String(n));
          }
        }
      })();
    });
    while (acknowledged.length < 20) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const session = await context.newCDPSession(page);
    session.send("Page.crash").catch(() => {});
    await page.waitForEvent("crash");
    const kept = [...acknowledged];
    state.up = true;
    const next = await browsers.launch(context);
    await write(next, []);
    await next.evaluate(() => (globalThis as any).offline.replay());
    assert.equal(new Set(state.done).size, state.done.length, "nothing is doubled");
    for (const body of kept) {
      assert.ok(state.done.includes(body), `write ${body} was lost`);
    }
    assert.deepEqual(
      state.done,
      [...state.done].sort((a, b) => Number(a) - Number(b)),
    );
  });

  it("refuses a write that the browser has no room for, and goes on with what it has", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const page = await browsers.launch(context);
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
      const responses = [await put("1"), await put("x".repeat(6_000_000))];
      localStorage.setItem("others", "x".repeat(5_000_000));
      responses.push(await put("2".repeat(300_000)));
      localStorage.removeItem("others");
      responses.push(await put("3"));
      Object.assign(globalThis, { offline });
      return responses;
    });
    assert.deepEqual(found, [202, "storage-full", "storage-full", 202]);
    state.up = true;
    await page.evaluate(() => (globalThis as any).offline.replay());
    assert.deepEqual(state.done, ["1", "3"]);
  });

  it("believes no stored home from the future or the far past, whatever the clock says", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const day = 86_400_000;
    const now = Date.now();
    for (const [start, clock] of [now, now - 400 * day, now + 800 * day].entries()) {
      const page = await browsers.launch(context, clock);
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
});

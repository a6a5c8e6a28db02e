/** Writes of pages that are left, in Chromium with the package as it is published: none is lost. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { clientBrowsers, type Sdk, serveHome } from "../support/client-browser";
import { eventually } from "../support/eventually";

declare const sdk: Sdk;

describe("client in Chromium: writes of pages that are left", function () {
  this.timeout(90_000);
  const browsers = clientBrowsers();

  /** A page with a queue in IndexedDB, which has found home and has nothing to send. */
  const start = (page: Page) =>
    page.evaluate(async () => {
      const storage = sdk.indexedDbStorage();
      const home = sdk.createHomeClient({ lookup: "https://api.example.com", organization: "acme", storage });
      const offline = sdk.createOffline(home, { user: "u1" });
      Object.assign(globalThis, { offline, storage });
      await home.ready();
      await offline.replay();
    });
  async function launch(context: BrowserContext): Promise<Page> {
    const page = await browsers.launch(context);
    await start(page);
    return page;
  }
  const bodies = ["1", "2", "3", "4", "5", "6"];

  it("keeps those that are made while it is left, and the next page sends them once and in order", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    state.silent = true;
    const page = await launch(context);
    await page.evaluate((bodies) => {
      (globalThis as any).addEventListener("pagehide", () => {
        for (const body of bodies) {
          (globalThis as any).offline.fetch("/v1/profile", { method: "PUT", body, keepalive: true });
        }
      });
    }, bodies);
    await page.goto("https://app.example.com/next");
    state.silent = false;
    await page.close();
    await launch(context);
    await eventually(() => state.done.length >= bodies.length);
    assert.deepEqual(state.done, bodies);
  });

  it("keeps those that are under way when it is left or killed", async () => {
    for (const end of ["left", "killed"]) {
      const context = await browsers.open();
      const state = await serveHome(context);
      state.silent = true;
      const page = await launch(context);
      await page.evaluate(async (bodies) => {
        const { offline } = globalThis as any;
        for (const body of bodies) {
          offline.fetch("/v1/profile", { method: "PUT", body }).catch(() => {});
        }
        while ((await offline.queued()).length < bodies.length) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }, bodies);
      if (end === "left") {
        await page.goto("https://app.example.com/next");
        await page.close();
      } else {
        const session = await context.newCDPSession(page);
        session.send("Page.crash").catch(() => {});
        await page.waitForEvent("crash");
      }
      state.silent = false;
      await launch(context);
      await eventually(() => state.done.length >= bodies.length);
      assert.deepEqual(state.done, bodies, end);
    }
  });

  it("goes on when another page has made a newer version of the database", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const page = await launch(context);
    const found = await page.evaluate(async () => {
      const { offline, storage } = globalThis as any;
      const put = async (body: string) => (await offline.fetch("/v1/profile", { method: "PUT", body })).status;
      const before = await put("1");
      await new Promise((resolve, reject) => {
        const request = (globalThis as any).indexedDB.open("home-region", 7);
        request.onsuccess = () => {
          request.result.close();
          resolve(undefined);
        };
        request.onerror = request.onblocked = () => reject(new Error("blocked"));
      });
      await storage.setItem("k", "v");
      return [before, await put("2"), await storage.getItem("k"), await sdk.indexedDbStorage().getItem("k")];
    });
    assert.deepEqual(found, [200, 200, "v", "v"]);
    assert.deepEqual(state.done, ["1", "2"]);
  });
});

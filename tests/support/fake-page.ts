/** The page of an invented twin in a browser, for tests: what it complains of must be nothing. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Lag } from "../../local/control/host-lag";
import { type ControlApi, createControlApi } from "../../local/control/server";
import { browserPath, openBrowser } from "./browser";
import { type FakeTwin, fakeTwin } from "./fake-twin";

export interface FakePage {
  readonly twin: FakeTwin;
  readonly page: Page;
  readonly lag: Lag & { ms: number };
}

/** Adds the hooks of the suite that calls it; the page is open and live in each test. Skips where there is no browser. */
export function useFakePage({ speed = 10 } = {}): FakePage {
  const lag = { ms: 0, lagMs: () => lag.ms, stop() {} };
  const used = { lag } as { -readonly [K in keyof FakePage]: FakePage[K] };
  let api: ControlApi;
  let close: (() => Promise<void>) | undefined;
  let complaints: string[] = [];

  before(async function () {
    const path = browserPath();
    if (!path) {
      console.warn("SKIPPED: the page was not tested. No Chromium is installed; install one, or set CHROMIUM.");
      this.skip();
    }
    const browser = await openBrowser(path);
    close = browser.close;
    used.page = browser.context.pages()[0] ?? (await browser.context.newPage());
    used.page.setDefaultTimeout(20_000);
    used.page.on("pageerror", (error) => complaints.push(error.message));
    used.page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        complaints.push(message.text());
      }
    });
  });
  after(() => close?.());

  beforeEach(async () => {
    lag.ms = 0;
    used.twin = fakeTwin({ speed });
    api = createControlApi(used.twin, { port: 0, lag });
    await Promise.all([used.twin.start(), api.start()]);
    complaints = [];
    await used.page.setViewportSize({ width: 1280, height: 800 });
    await used.page.emulateMedia({ colorScheme: "light" });
    await used.page.goto(api.url());
    await used.page.locator("#connection.live").waitFor();
  });
  afterEach(async () => {
    const found = complaints.filter((complaint) => !/status of 40[04]/.test(complaint));
    await used.page.goto("about:blank");
    await api.stop();
    await used.twin.stop();
    assert.deepEqual(found, []);
  });
  return used;
}

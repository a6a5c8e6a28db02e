/** The examples, in Chromium, against a lookup and a Region inside the browser's network. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { browserPath, openBrowser } from "../support/browser";
import { bundleExample } from "../support/client-browser";
import { homeResponse } from "../support/home-response";

const examples = resolve(__dirname, "../../client/examples");
const app = "https://app.example.com/";
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
};

describe("client examples", function () {
  this.timeout(90_000);
  let browser: { context: BrowserContext; close(): Promise<void> };
  const state = { theme: "dark", version: 3, up: true, lost: false };

  before(async function () {
    const path = browserPath();
    if (!path) {
      return this.skip();
    }
    browser = await openBrowser(path);
    const { context } = browser;
    await context.route(`${app}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<div id=root></div>" }),
    );
    await context.route("https://api.example.com/**", (route) =>
      state.up ? route.fulfill({ headers: cors, json: homeResponse() }) : route.abort(),
    );
    await context.route(/^https:\/\/(ca-west-1\.)?ca\.api\.example\.com\//, (route) => {
      const request = route.request();
      if (!state.up || (state.lost && request.url().startsWith("https://ca.api."))) {
        return route.abort();
      }
      if (request.method() === "OPTIONS") {
        return route.fulfill({ status: 204, headers: cors });
      }
      if (request.method() === "PUT") {
        const headers = request.headers();
        // As the real API does.
        if (!headers["if-match"] && !headers["if-none-match"]) {
          return route.fulfill({ status: 428, headers: cors, json: { title: "No condition" } });
        }
        if (headers["if-match"] !== `"${state.version}"`) {
          const json = { title: "Somebody else", code: "version-conflict", currentVersion: state.version };
          return route.fulfill({ status: 412, headers: cors, json });
        }
        state.theme = request.postDataJSON().preferences.theme;
        state.version++;
      }
      return route.fulfill({ headers: cors, json: { preferences: { theme: state.theme }, version: state.version } });
    });
  });
  after(async () => {
    await browser?.close();
  });
  beforeEach(() => Object.assign(state, { theme: "dark", version: 3, up: true, lost: false }));

  async function open(contents: string): Promise<Page> {
    const page = await browser.context.newPage();
    await page.goto(app);
    await page.addScriptTag({ content: await bundleExample(contents, examples) });
    return page;
  }

  it("plain: shows, saves, and keeps a change until the network is back", async () => {
    const page = await open('export * from "./plain"');
    const run = (what: string) => page.evaluate(what) as Promise<any>;
    await run(`globalThis.seen = {}; globalThis.page = example.startApp({ show: (part, text) => { seen[part] = text } },
      { lookup: "https://api.example.com", organization: "acme" }, "u1"); page.load()`);
    assert.equal(await run("seen.profile"), "dark");
    await run('page.save("light")');
    assert.deepEqual([await run("seen.profile"), state.theme], ["light", "light"]);
    // What was read before it was saved is kept no longer.
    await run("page.load()");
    state.up = false;
    await run('page.save("sepia")');
    assert.equal(await run("seen.profile"), "sepia (will be saved)");
    assert.match(await run("seen.notice"), /offline/);
    await run("page.load()");
    assert.equal(await run("seen.profile"), "light", "the last profile that was read");
    state.up = true;
    await run("page.load()");
    for (const end = Date.now() + 20_000; (await run("page.waiting()")).length > 0; ) {
      assert.ok(Date.now() < end, "the change is never sent");
      await page.waitForTimeout(50);
    }
    assert.equal(state.theme, "sepia");
  });

  it("React: shows data, state and notices, and reads again on demand", async () => {
    const page = await open(`
      import { createRoot } from "react-dom/client";
      import { createHomeClient } from "../index";
      import { Profile } from "./react";
      const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme" });
      createRoot(document.getElementById("root")).render(<Profile home={home} />);`);
    const shows = (selector: string, text: string) =>
      page.locator(selector, { hasText: text }).waitFor({ timeout: 20_000 });
    await shows("#profile", "dark");
    await shows("#status", "home");
    Object.assign(state, { theme: "light", lost: true });
    await page.click("#reload");
    await shows("#profile", "light");
    await page.click("#reload");
    await shows("#status", "failover");
    await shows("[role=alert]", "second site (ca-west-1)");
    await page.click("[role=alert] button");
    assert.equal(await page.locator("[role=alert]").count(), 0);
  });
});

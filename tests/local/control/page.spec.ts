import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type ControlApi, createControlApi } from "../../../local/control/server";
import { browserPath, openBrowser } from "../../support/browser";
import { type FakeTwin, fakeTwin } from "../../support/fake-twin";

describe("the page", function () {
  this.timeout(60_000);
  let twin: FakeTwin;
  let api: ControlApi;
  let page: Page;
  let close: () => Promise<void>;
  let complaints: string[];

  before(async function () {
    const path = browserPath();
    if (!path) {
      console.warn(
        "SKIPPED: the page was not tested. No Chromium is installed; install one, or set CHROMIUM to its path.",
      );
      this.skip();
    }
    const browser = await openBrowser(path);
    close = browser.close;
    page = browser.context.pages()[0] ?? (await browser.context.newPage());
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(api.url()) && request.url() !== "about:blank") {
        complaints.push(`loads ${request.url()}`);
      }
    });
  });
  after(() => close?.());

  beforeEach(async () => {
    twin = fakeTwin({ speed: 20 });
    api = createControlApi(twin, { port: 0 });
    await Promise.all([twin.start(), api.start()]);
    complaints = [];
    await page.goto(api.url());
    await page.locator("#connection.live").waitFor();
  });
  afterEach(async () => {
    const found = complaints;
    await page.goto("about:blank");
    await api.stop();
    await twin.stop();
    assert.deepEqual(found, []);
  });

  const text = (selector: string) => page.locator(selector).first().textContent();

  it("shows Regions, requests and no crossing", async () => {
    await page.locator("#map .region").nth(3).waitFor({ state: "attached" });
    assert.equal(await text("[data-serving=CA]"), "ca-central-1");
    assert.equal(await text("[data-serving=US]"), "us-east-1");
    await page.locator("#ledger tr").nth(2).waitFor();
    assert.equal(await text("#crossings"), "0");
    assert.match((await text("#unsupported")) ?? "", /aws:sns\/topic:Topic/);
  });

  it("shows since when a Region is evacuated, and by whom", async () => {
    const order = "[data-region=ca-central-1] [data-evacuated]";
    await page.locator("[data-region=ca-central-1]").waitFor();
    assert.equal(await page.locator(order).count(), 0);
    twin.evacuate("ca-central-1", { since: "2026-06-01T12:00:00.000Z", by: "<b>jane</b>" });
    await page.locator(order).waitFor();
    assert.match(
      (await text(order)) ?? "",
      /^Evacuated since 2026-06-01T12:00:00.000Z by <b>jane<\/b>: it serves no data/,
    );
    assert.equal(await page.locator("[data-evacuated]").count(), 1);
  });

  it("shows until when people stay away from a Region, and which Regions take writes", async () => {
    const held = "[data-region=us-east-1] [data-held]";
    assert.equal(await page.locator(held).count(), 0);
    const until = new Date(twin.context.clock.now() + 240_000).toISOString();
    twin.hold("us-east-1", { by: "us-west-2", since: "2026-06-01T12:00:00.000Z", until });
    await page.locator(held).waitFor();
    assert.match(
      (await text(held)) ?? "",
      /^DNS leads back to it in [34].* at the earliest, at \d\d:\d\d:\d\d: us-west-2 took over at \d\d:\d\d:\d\d$/,
    );
    assert.equal(await page.locator("[data-writes]").count(), 0);
    twin.cross();
    assert.equal(await page.locator("[data-region=us-east-1] [data-writes]").textContent(), "takes writes");
    assert.equal(await page.locator("[data-writes]").count(), 1);
  });

  it("shows a failover inside the jurisdiction and the way back, without a crossing", async () => {
    await page.click("[data-region=ca-central-1] [data-fault=region-down]");
    await page.locator("[data-region=ca-central-1] [data-health=unhealthy]").waitFor();
    await page.locator("[data-serving=CA]", { hasText: "ca-west-1" }).waitFor();
    await page.locator("[data-mark=good]", { hasText: "ca-west-1" }).waitFor();
    assert.equal(await text("[data-serving=US]"), "us-east-1");
    assert.equal(await text("#crossings"), "0");
    await page.click("#restore");
    await page.locator("[data-serving=CA]", { hasText: "ca-central-1" }).waitFor();
    await page.locator("[data-mark=returned]").waitFor();
    assert.equal(await text("#crossings"), "0");
    assert.deepEqual(twin.context.faults.list(), []);
  });

  it("takes a journey and shows every hop with its jurisdiction", async () => {
    await page.selectOption("select[name=place]", "Paris");
    await page.click("#journey-form button.strong");
    await page.locator("[data-journey=ok]").waitFor();
    assert.match((await text("#journey-result")) ?? "", /No hop of personal data left CA/);
    assert.equal(await page.locator("#journey tbody").count(), 5);
  });

  it("says what the twin refuses, and which organization was meant", async () => {
    await page.fill("input[name=organization]", "acmee");
    await page.click("#journey-form button.strong");
    await page.locator("#journey-error", { hasText: 'Did you mean "acme"?' }).waitFor();
    complaints = complaints.filter((complaint) => !complaint.includes("404"));
  });

  it("can be used by keyboard, and every control has a name", async () => {
    const button = page.locator("[data-region=us-west-2] [data-fault=registry-cut-off]");
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-region=us-west-2] [data-fault=registry-cut-off][aria-pressed="true"]').waitFor();
    const focused = await page.evaluate(`document.activeElement.dataset.key`);
    assert.equal(focused, "us-west-2-registry-cut-off");
    const nameless = await page.evaluate(`[...document.querySelectorAll("button, input, select")].filter((element) =>
      !element.textContent.trim() && !element.labels?.length && !element.getAttribute("aria-label")).length`);
    assert.equal(nameless, 0);
  });

  it("hears a slow click while everything changes", async () => {
    const button = page.locator("[data-region=us-west-2] [data-fault=region-slow]");
    await button.click({ delay: 1500 });
    await page.locator('[data-region=us-west-2] [data-fault=region-slow][aria-pressed="true"]').waitFor();
    assert.equal(twin.context.faults.list().length, 1);
  });

  it("fits a narrow screen", async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    const width = await page.evaluate("document.documentElement.scrollWidth");
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.ok(Number(width) <= 320, `${width} px wide`);
  });

  it("shows a crossing in words, not in colour alone", async () => {
    twin.cross();
    await page.locator("#crossing-list", { hasText: "data of acme (home CA) in us-east-1 (US)" }).waitFor();
    await page.locator("#crossings-box.bad", { hasText: "1" }).waitFor();
  });

  it("says that the connection is lost", async () => {
    await api.stop();
    await page.locator("#connection.lost").waitFor();
    await page.locator("#notice", { hasText: "The connection to the twin is lost" }).waitFor();
    complaints = complaints.filter((complaint) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(complaint));
  });
});

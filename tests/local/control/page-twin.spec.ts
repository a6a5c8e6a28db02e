import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Twin } from "../../../local/twin";
import { browserPath, openBrowser } from "../../support/browser";
import { endHolds, startTestTwin, until } from "../../support/twin";

const organizations = "organization,country,emailDomains\nacme,CA,acme.example\nglobex,US,globex.example\n";

describe("the page of a running twin", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "home-region-page-"));
  let twin: Twin | undefined;
  let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  const complaints: string[] = [];

  before(async function () {
    const path = browserPath();
    if (!path) {
      console.warn("SKIPPED: the twin's page was not tested. No Chromium is installed; install one, or set CHROMIUM.");
      this.skip();
    }
    const file = join(folder, "organizations.csv");
    writeFileSync(file, organizations);
    twin = await startTestTwin({ organizations: file, traffic: true });
    browser = await openBrowser(path);
  });
  after(async () => {
    await browser?.close();
    await twin?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows ca-central-1 fail over to ca-west-1 and come back, with no crossing", async () => {
    const page = browser!.context.pages()[0]!;
    page.setDefaultTimeout(150_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") {
        complaints.push(message.text());
      }
    });
    await page.goto(twin!.url);
    await page.locator("#ledger tr", { hasText: "✓ inside CA" }).first().waitFor();
    // Nobody can sign in for Canada while its primary is down: somebody must be there before.
    const signedIn = async () => (twin!.control.traffic.status().users >= 4 ? true : undefined);
    await until(signedIn, "four people of two organizations are signed in");
    await page.click("[data-region=ca-central-1] [data-fault=region-down]");
    await page.locator("[data-serving=CA]", { hasText: "ca-west-1" }).waitFor();
    await page.locator("[data-mark=good]", { hasText: "ca-west-1" }).waitFor();
    assert.equal(await page.locator("[data-serving=US]").textContent(), "us-east-1");
    assert.equal(await page.locator("#crossings").textContent(), "0");
    await page.click("#restore");
    await page.locator("[data-region=ca-central-1] [data-held]", { hasText: "ca-west-1 took over" }).waitFor();
    await endHolds(twin!);
    await page.locator("[data-mark=returned]", { hasText: "ca-central-1" }).waitFor();
    assert.equal(await page.locator("#crossings").textContent(), "0");
    assert.deepEqual(twin!.context.ledger.crossings(), []);
    assert.deepEqual(complaints, []);
  });
});

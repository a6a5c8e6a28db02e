/** A headless Chromium for tests of the page: the system's, or the one that CHROMIUM names. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const browsers = require("../../cli/make/browsers") as {
  browserPath(name: "chromium" | "firefox"): string | undefined;
};

/** The browser's program, or undefined where there is none. */
export const browserPath = () => browsers.browserPath("chromium");
export const firefoxPath = () => browsers.browserPath("firefox");

/** A browser with a profile of its own; `close` removes both. */
export async function openBrowser(
  executablePath: string,
): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "home-region-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

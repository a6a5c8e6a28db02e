/** The published package in Chromium: profiles, pages with the SDK in them, and an API inside the browser's own network. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type BrowserContext, chromium, type Page, type Route } from "playwright-core";
import { buildClient } from "../../client/scripts/build";
import { type AppOrigin, app, emptyPage, startAppOrigin } from "./app-origin";
import { browserPath } from "./browser";
import { homeResponse } from "./home-response";

/** What the pages' scripts see as `sdk`. */
export type Sdk = typeof import("../../client/index") &
  typeof import("../../client/offline") &
  typeof import("../../client/measure") &
  typeof import("../../client/storage");

export class ClientBrowsers {
  readonly #folder = mkdtempSync(join(tmpdir(), "home-region-client-browser-"));
  readonly #open: BrowserContext[] = [];
  readonly #origins: AppOrigin[] = [];
  #script = "";

  /** Builds the package. False where there is no browser. */
  async prepare(): Promise<boolean> {
    if (!browserPath()) {
      return false;
    }
    await buildClient(join(this.#folder, "dist"));
    const entry = join(this.#folder, "entry.mjs");
    const names = ["index", "offline", "storage", "measure"];
    writeFileSync(entry, names.map((name) => `export * from "./dist/${name}.mjs";`).join("\n"));
    const bundle = { bundle: true, format: "iife", globalName: "sdk", write: false } as const;
    this.#script = (await build({ ...bundle, entryPoints: [entry] })).outputFiles[0]!.text;
    return true;
  }

  /** The SDK as a script of a page. */
  get script(): string {
    return this.#script;
  }

  /**
   * A new profile, with the browser's own rules for what a page of `https://app.example.com` may ask. Behind a twin's proxy nothing
   * is intercepted, so preflights are the twin's to answer; without, hosts are what the test's routes say.
   */
  async open(twinProxy?: string): Promise<BrowserContext> {
    const origin = twinProxy === undefined ? undefined : await startAppOrigin(twinProxy);
    if (origin) {
      this.#origins.push(origin);
    }
    const context = await chromium.launchPersistentContext(mkdtempSync(join(this.#folder, "profile-")), {
      executablePath: browserPath()!,
      headless: true,
      ignoreHTTPSErrors: true,
      ...(origin && { proxy: { server: origin.url, bypass: "localhost" } }),
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    this.#open.push(context);
    if (!origin) {
      await context.route(`https://${app}/**`, (route) => route.fulfill({ contentType: "text/html", body: emptyPage }));
    }
    return context;
  }

  /** A page with the SDK in it, by the real time or by a clock that is wrong. */
  async launch(context: BrowserContext, clock?: number): Promise<Page> {
    const page = await context.newPage();
    if (clock !== undefined) {
      await page.clock.setSystemTime(clock);
    }
    await page.goto(`https://${app}/`);
    await page.addScriptTag({ content: this.#script });
    return page;
  }

  async closeAll(): Promise<void> {
    for (const context of this.#open.splice(0)) {
      await context.close();
    }
    for (const origin of this.#origins.splice(0)) {
      await origin.stop();
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A page's script with one of the client's examples in it, as `example`. */
export async function bundleExample(contents: string, resolveDir: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: "tsx" },
    bundle: true,
    format: "iife",
    globalName: "example",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Hosts of the API calls that the browser makes from now on. */
export function askedHosts(context: BrowserContext): string[] {
  const hosts: string[] = [];
  context.on("request", (request) => {
    const { host, pathname } = new URL(request.url());
    if (pathname.startsWith("/v1/")) {
      hosts.push(host);
    }
  });
  return hosts;
}

/** A lookup, and a Canadian API that does every idempotency key once. */
export async function serveHome(context: BrowserContext) {
  const state = { done: [] as string[], keys: new Set<string>(), up: true, silent: false, lookups: 0 };
  await context.route("https://api.example.com/**", (route) => {
    state.lookups++;
    return state.up ? route.fulfill({ json: homeResponse() }) : route.abort();
  });
  const api = async (route: Route) => {
    if (!state.up) {
      return route.abort();
    }
    if (state.silent) {
      return;
    }
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

/** Browsers for the suite that calls it, which is left out where there is none. What a test has opened is closed after it. */
export function clientBrowsers(): ClientBrowsers {
  const browsers = new ClientBrowsers();
  before(async function () {
    if (!(await browsers.prepare())) {
      this.skip();
    }
  });
  after(() => browsers.remove());
  afterEach(() => browsers.closeAll());
  return browsers;
}

/** One scenario, with the package as it is published, in every runtime that the package is for. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Authority } from "../../local/acm/authority";
import { browserPath } from "../support/browser";
import { type App, packedApp } from "./runtimes/app";
import { inChromium } from "./runtimes/browsers";
import { firefoxPath, inFirefox } from "./runtimes/firefox";
import { hermesPath, inReactNative } from "./runtimes/hermes";
import { expected } from "./runtimes/scenario";
import { inDeno, inNode20, installed, inWorkerd } from "./runtimes/servers";
import { startWorld, type World } from "./runtimes/world";

const lockfile = join(__dirname, "runtimes/package-lock.json");
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** Why there is nothing to run them with; "" where there is. */
function missing(): string {
  if (textOf(join(installed, "../installed")) === readFileSync(lockfile, "utf8")) return "";
  const [first, second] = textOf(join(installed, "../install.log")).split("\n");
  return `sh tests/client/runtimes/install.sh has not installed it${first && `: ${first} ${second ?? ""}`}`;
}

describe("client in every runtime", function () {
  this.timeout(120_000);
  let authority: Authority;
  let app: App;
  let world: World;
  before(async () => {
    authority = await Authority.create();
    app = await packedApp();
    app.write("ca.pem", authority.pem);
  });
  after(() => app?.remove());
  beforeEach(async () => {
    world = await startWorld(authority);
  });
  afterEach(() => world.stop());

  function runs(name: string, why: string, run: () => Promise<void>): void {
    if (!why) return void it(name, run);
    console.error(`SKIPPED: the client is not tested in ${name}: ${why}`);
    it.skip(name, run);
  }
  const none = missing();
  const ends = async (told: Promise<unknown>) => assert.deepEqual(await told, expected);

  runs("Node 20", none, () => ends(inNode20(app, world)));
  runs("Deno", none, () => ends(inDeno(app, world)));
  // Rules of two years: cache modes and WeakRef came in 2025.
  for (const date of ["2024-09-23", "2026-11-01"])
    runs(`Cloudflare's workerd as of ${date}`, none, () => ends(inWorkerd(app, world, date)));
  const hermes = hermesPath();
  runs("React Native", none || (hermes ? "" : "Hermes is published for x64 on Linux and macOS only"), () =>
    ends(inReactNative(hermes!, app, world)),
  );

  const everywhere = { page: expected, worker: expected, serviceWorker: expected, forbidden: "refused" };
  for (const [name, program, run] of [
    ["Chromium", browserPath(), inChromium],
    ["Firefox", firefoxPath(), inFirefox],
  ] as const)
    runs(`${name}: a page, a worker, a service worker`, program ? "" : `there is no ${name}`, async () => {
      assert.deepEqual(await run(program!, app, world), everywhere);
    });
});

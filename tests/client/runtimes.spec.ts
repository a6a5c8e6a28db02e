/** One scenario, with the package as it is published, in every runtime that the package is for. `make test-runtimes` runs it. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Authority } from "../../local/acm/authority";
import { browserPath, firefoxPath } from "../support/browser";
import { type App, packedApp } from "./runtimes/app";
import { inChromium } from "./runtimes/browsers";
import { inFirefox } from "./runtimes/firefox";
import { hermesPath, inReactNative } from "./runtimes/hermes";
import { expected } from "./runtimes/scenario";
import { inDeno, inNode20, installed, inWorkerd } from "./runtimes/servers";
import { startWorld, type World } from "./runtimes/world";

/** Why there is nothing to run them with; "" where there is. */
const none = existsSync(join(installed, ".installed")) ? "" : "it is not installed; `make test-runtimes` installs it";

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
    if (!why) {
      return void it(name, run);
    }
    console.error(`SKIPPED: the client is not tested in ${name}: ${why}`);
    it.skip(name, run);
  }
  const ends = async (reported: Promise<unknown>) => assert.deepEqual(await reported, expected);

  runs("Node 20", none, () => ends(inNode20(app, world)));
  runs("Deno", none, () => ends(inDeno(app, world)));
  // Rules of two years: cache modes and WeakRef came in 2025.
  for (const date of ["2024-09-23", "2026-11-01"]) {
    runs(`Cloudflare's workerd as of ${date}`, none, () => ends(inWorkerd(app, world, date)));
  }
  const hermes = hermesPath();
  runs("React Native", none || (hermes ? "" : "Hermes is published for x64 on Linux and macOS only"), () =>
    ends(inReactNative(hermes!, app, world)),
  );

  const everywhere = { page: expected, worker: expected, serviceWorker: expected, forbidden: "refused" };
  for (const [name, program, run] of [
    ["Chromium", browserPath(), inChromium],
    ["Firefox", firefoxPath(), inFirefox],
  ] as const) {
    runs(
      `${name}: a page, a worker, a service worker`,
      program ? "" : "there is none; `make test-runtimes` says how to install it",
      async () => {
        assert.deepEqual(await run(program!, app, world), everywhere);
      },
    );
  }
});

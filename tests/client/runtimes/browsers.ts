/** The scenario in a page, a dedicated worker and a service worker of `https://app.example.com`, with the browser's own rules on. */
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { App } from "./app";
import { scenarioEntry } from "./servers";
import type { World } from "./world";

const page = scenarioEntry(`
const ask = (target) =>
  new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.reported));
    target.postMessage("run", [port2]);
  });
globalThis.run = {
  page: () => scenario({ sdk, storage: localStorage }),
  worker: () => ask(new Worker("/worker.js")),
  serviceWorker: async () => {
    await navigator.serviceWorker.register("/worker.js");
    return ask((await navigator.serviceWorker.ready).active);
  },
  // What the Regions do not allow: the browser must not send it.
  forbidden: () =>
    fetch("https://ca.api.example.com/v1/profile", { headers: { "x-other": "1" } }).then(() => "sent", () => "refused"),
};`);

const worker = scenarioEntry(`
addEventListener("message", (event) => {
  const [port] = event.ports;
  const work = scenario({ sdk, storage: indexedDbStorage(event.waitUntil ? "service" : "dedicated") }).then(
    (reported) => port.postMessage({ reported }),
    (error) => port.postMessage({ error: error.stack }),
  );
  event.waitUntil?.(work);
});`);

/** Puts the pages where the browser asks for them. */
export async function servePages(app: App, world: World): Promise<void> {
  const conditions = ["browser", "import"];
  world.pages.set("/", ["text/html", '<!doctype html><title>app</title><script src="/page.js"></script>']);
  world.pages.set("/page.js", ["text/javascript", await app.bundle(page, conditions, "iife")]);
  world.pages.set("/worker.js", ["text/javascript", await app.bundle(worker, conditions, "iife")]);
}

export const home = "https://app.example.com/";

/** Runs the scenario in each place; resolves with what was reported, as JSON. */
export const runAll = `(async () => {
  const reported = {};
  for (const place in run) reported[place] = await run[place]();
  return JSON.stringify(reported);
})()`;

export async function inChromium(program: string, app: App, world: World): Promise<unknown> {
  await servePages(app, world);
  const key = new X509Certificate(world.certificate).publicKey.export({ type: "spki", format: "der" });
  const context = await chromium.launchPersistentContext(mkdtempSync(join(app.folder, "profile-")), {
    executablePath: program,
    headless: true,
    proxy: { server: `http://127.0.0.1:${world.port}` },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
    ],
  });
  try {
    const tab = await context.newPage();
    await tab.goto(home);
    return JSON.parse(await tab.evaluate<string>(runAll));
  } finally {
    await context.close();
  }
}

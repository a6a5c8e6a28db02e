/** Pages that a browser denies storage, locks and caches, and tabs that stand still, in Chromium with the published package. */
import assert from "node:assert/strict";
import { clientBrowsers, type Sdk, serveHome } from "../support/client-browser";

declare const sdk: Sdk;

/** What such a page runs: imports, finds home, reads and writes. */
async function visit() {
  const home = sdk.createHomeClient({
    lookup: "https://api.example.com",
    organization: "acme",
    storage: () => (globalThis as any).localStorage,
  });
  const offline = sdk.createOffline(home, { user: "u1" });
  const indexed = sdk.createOffline(home, { user: "u2", storage: sdk.indexedDbStorage() });
  const put = { method: "PUT", body: "x" };
  const calls = [home.fetch("/v1/profile"), offline.fetch("/v1/profile", put), indexed.fetch("/v1/profile", put)];
  return (await Promise.all(calls)).map(({ status }) => status);
}

describe("client in Chromium: what is denied, and tabs that stand still", function () {
  this.timeout(90_000);
  const browsers = clientBrowsers();

  it("works in a sandboxed frame and in a worker of it, without storage, locks and caches", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const page = await browsers.launch(context);
    const script = `${browsers.script}\n(${visit})().then((found) => post(found), (error) => post(String(error)));`;
    for (const where of ["frame", "worker"]) {
      const found = await page.evaluate(
        ({ script, where }) =>
          new Promise((resolve) => {
            const { document } = globalThis as any;
            (globalThis as any).addEventListener("message", ({ data }: { data: unknown }) => resolve(data), {
              once: true,
            });
            const inner = `const post = (found) => postMessage(found);\n${script}`;
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts";
            const code =
              where === "frame"
                ? `const post = (found) => parent.postMessage(found, "*");\n${script}`
                : `const worker = new Worker("data:text/javascript," + encodeURIComponent(${JSON.stringify(inner)}));
                   worker.onmessage = ({ data }) => parent.postMessage(data, "*");
                   worker.onerror = ({ message }) => parent.postMessage(message, "*");`;
            frame.srcdoc = `<script>${code.replaceAll("</", "<\\/")}</script>`;
            document.body.append(frame);
          }),
        { script, where },
      );
      assert.deepEqual(found, [200, 200, 200], where);
    }
    assert.equal(state.done.length, 4);
  });

  it("goes on in other tabs while one that looks up or replays shows an alert", async () => {
    const context = await browsers.open();
    const state = await serveHome(context);
    const held = await browsers.launch(context);
    held.on("dialog", () => {});
    await held.evaluate(() => {
      const { navigator, alert } = globalThis as any;
      for (const name of ["home-region:api.example.com:acme", "home-region-offline:acme:u1:replay"]) {
        navigator.locks.request(name, () => new Promise(() => {}));
      }
      setTimeout(() => alert("still here"), 100);
    });
    const page = await browsers.launch(context);
    const ms = await page.evaluate(async () => {
      const storage = sdk.indexedDbStorage();
      const home = sdk.createHomeClient({ lookup: "https://api.example.com", organization: "acme", storage });
      const offline = sdk.createOffline(home, { user: "u1" });
      const start = performance.now();
      const { status } = await offline.fetch("/v1/profile", { method: "PUT", body: "x" });
      return status === 200 ? performance.now() - start : Number.NaN;
    });
    // Two seconds for the lookup's turn, three for the replay's.
    assert.ok(ms < 20_000, `${ms} ms, of 30 s that it would wait for`);
    assert.deepEqual(state.done, ["x"]);
  });
});

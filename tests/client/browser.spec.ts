/** The package as it is published, in Chromium against the twin, with faults live. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { createHomeClient } from "../../client/index";
import type { Twin } from "../../local/twin";
import { app } from "../support/app-origin";
import { askedHosts, bundleExample, ClientBrowsers, type Sdk } from "../support/client-browser";
import { profileOf, save } from "../support/client-twin";
import { Person, startTestTwin, until, warmUp } from "../support/twin";
import { twinFetch } from "../support/twin-fetch";

declare const sdk: Sdk;

const examples = resolve(__dirname, "../../client/examples");

describe("client in Chromium against the twin", function () {
  this.timeout(150_000);
  const browsers = new ClientBrowsers();
  let twin: Twin;
  let person: Person;

  before(async function () {
    if (!(await browsers.prepare())) {
      return this.skip();
    }
    twin = await startTestTwin();
    await warmUp(twin);
    person = new Person(twin, "Toronto");
  });
  after(async () => {
    person?.close();
    await twin?.stop();
    browsers.remove();
  });
  afterEach(async () => {
    await browsers.closeAll();
    for (const { id } of twin?.context.faults.list() ?? []) {
      twin.context.faults.remove(id);
    }
    assert.deepEqual(twin?.context.ledger.crossings() ?? [], []);
  });
  const proxy = () => twin.control.endpoints().proxies.find(({ place }) => place === "Toronto")!.url;

  it("finds home once, and on the next start goes straight there", async () => {
    const context = await browsers.open(proxy());
    const hosts = askedHosts(context);
    const token = await person.signIn("acme");
    const run = (page: Page) =>
      page.evaluate(async (token) => {
        const options = {
          lookup: "https://api.example.com",
          organization: "acme",
          storage: (globalThis as any).localStorage,
        };
        // A slow machine must not look like a slow Region here.
        const home = sdk.createHomeClient({ ...options, getToken: () => token, hedge: false });
        const response = await home.fetch("/v1/profile");
        const preconnect = (globalThis as any).document.querySelector("link[rel=preconnect]")?.getAttribute("href");
        return [response.status, home.status.region, preconnect];
      }, token);
    const first = await browsers.launch(context);
    assert.deepEqual(await run(first), [404, "ca-central-1", "https://ca.api.example.com"]);
    await first.close();
    assert.deepEqual(await run(await browsers.launch(context)), [404, "ca-central-1", "https://ca.api.example.com"]);
    assert.deepEqual(hosts, ["api.example.com", "ca.api.example.com", "ca.api.example.com"]);
  });

  it("goes on in the other Canadian Region while the primary is lost", async () => {
    const context = await browsers.open(proxy());
    const hosts = askedHosts(context);
    const token = await person.signIn("acme");
    const page = await browsers.launch(context);
    await page.evaluate(async (token) => {
      const options = {
        lookup: "https://api.example.com",
        organization: "acme",
        storage: (globalThis as any).localStorage,
      };
      const home = sdk.createHomeClient({ ...options, getToken: () => token });
      Object.assign(globalThis, { home, reported: [] });
      home.on("notice", ({ text }) => (globalThis as any).reported.push(text));
      for (let read = 0; read < 25; read++) {
        await home.fetch("/v1/profile");
      }
    }, token);
    twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    const after = await page.evaluate(async () => {
      const { home } = globalThis as any;
      const statuses = [];
      for (let read = 0; read < 6; read++) {
        statuses.push((await home.fetch("/v1/profile")).status);
      }
      return { statuses, region: home.status.region, reported: (globalThis as any).reported };
    });
    assert.deepEqual(after.statuses, Array(6).fill(404));
    assert.equal(after.region, "ca-west-1");
    assert.match(after.reported[0], /second site \(ca-west-1\)/);
    assert.ok(hosts.every((host) => host === "api.example.com" || host.endsWith("ca.api.example.com")));
  });

  it("works on a slow network", async () => {
    const context = await browsers.open(proxy());
    const token = await person.signIn("acme");
    const page = await browsers.launch(context);
    const session = await context.newCDPSession(page);
    const slow = { offline: false, latency: 600, downloadThroughput: 6000, uploadThroughput: 6000 };
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", slow);
    const found = await page.evaluate(async (token) => {
      const options = {
        lookup: "https://api.example.com",
        organization: "acme",
        storage: (globalThis as any).localStorage,
      };
      const home = sdk.createHomeClient({ ...options, getToken: () => token });
      const statuses = [];
      for (let read = 0; read < 3; read++) {
        statuses.push((await home.fetch("/v1/profile")).status);
      }
      return [statuses, home.status.jurisdiction];
    }, token);
    assert.deepEqual(found, [[404, 404, 404], "CA"]);
  });

  it("sends all that the client does through the browser's CORS rules, and refuses what no Region allows", async () => {
    const context = await browsers.open(proxy());
    const page = await browsers.launch(context);
    const found = await page.evaluate(
      async (token) => {
        const { localStorage } = globalThis as any;
        const options = { lookup: "https://api.example.com", organization: "acme", storage: localStorage };
        const home = sdk.createHomeClient({ ...options, getToken: () => token, hedge: false });
        const offline = sdk.createOffline(home, { user: "u1" });
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ preferences: { theme: "dark" } });
        const first = { ...headers, "if-none-match": "*" };
        const put = await offline.fetch("/v1/profile", { method: "PUT", headers: first, body });
        const etag = put.headers.get("etag") ?? "";
        const again = await home.fetch("/v1/profile", {
          method: "PUT",
          headers: { ...headers, "if-match": etag },
          body,
        });
        const read = await home.fetch("/v1/profile", { headers: { "if-none-match": again.headers.get("etag") ?? "" } });
        offline.stop();
        const sent: number[] = [];
        const measure = sdk.createMeasure(
          {
            ...home,
            fetch: async (...call) => {
              const response = await home.fetch(...call);
              sent.push(response.status);
              return response;
            },
          },
          { sampling: 1 },
        );
        await home.fetch("/v1/profile");
        await measure.flush();
        measure.stop();
        const other = await fetch("https://ca.api.example.com/v1/profile", { headers: { "x-other": "1" } }).then(
          ({ status }) => status,
          () => "refused",
        );
        return [put.status, etag !== "", again.status, read.status, sent, other];
      },
      await person.signIn("acme"),
    );
    assert.deepEqual(found, [200, true, 200, 304, [202], "refused"]);
  });

  /** A page of the app with one of the examples in it, as `example`. */
  async function openExample(contents: string): Promise<Page> {
    const page = await (await browsers.open(proxy())).newPage();
    await page.goto(`https://${app}/`);
    await page.addScriptTag({ content: await bundleExample(contents, examples) });
    return page;
  }

  it("runs the plain example by the real API: a new user, saves, a change elsewhere, a change without a network", async () => {
    const page = await openExample('export * from "./plain"');
    const token = await person.signIn("acme");
    const seen = (part: string) => page.evaluate((part) => (globalThis as any).seen[part], part);
    const run = (work: string) => page.evaluate(work) as Promise<any>;
    await run(`globalThis.seen = {}; globalThis.page = example.startApp({ show: (part, text) => { seen[part] = text } },
      { lookup: "https://api.example.com", organization: "acme", getToken: () => "${token}" }, "u1"); page.load()`);
    assert.equal(await seen("profile"), "no theme yet");
    await run('page.save("dark")');
    await run('page.save("light")');
    assert.deepEqual([await seen("profile"), await seen("notice")], ["light", undefined]);
    const elsewhere = createHomeClient({
      lookup: "https://api.example.com",
      organization: "acme",
      getToken: () => token,
      fetch: twinFetch(person.client),
    });
    assert.equal((await save(elsewhere, { theme: "of another device" }, { "if-match": '"2"' })).status, 200);
    await run('page.save("sepia")');
    assert.deepEqual(
      [await seen("profile"), await seen("notice")],
      ["light", "Your change was not saved: Somebody else changed it first."],
    );
    await run("page.load()");
    assert.equal(await seen("profile"), "of another device");

    const context = page.context();
    await context.setOffline(true);
    for (const theme of ["blue", "green"]) {
      await run(`page.save("${theme}")`);
      assert.equal(await seen("profile"), `${theme} (will be saved)`);
    }
    await context.setOffline(false);
    await until(async () => (await run("page.waiting()")).length === 0 || undefined, "sent");
    assert.deepEqual((await profileOf(elsewhere)).preferences, { theme: "green" });
  });

  it("runs the React example by the real API: a new user, and a save that is there when it is read", async () => {
    const token = await person.signIn("acme");
    const page = await openExample(`
      import { createRoot } from "react-dom/client";
      import { createHomeClient } from "../index";
      import { Profile } from "./react";
      const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme", getToken: () => "${token}" });
      createRoot(document.body.appendChild(document.createElement("div"))).render(<Profile home={home} />);`);
    const shows = (selector: string, text: string) =>
      page.locator(selector, { hasText: text }).waitFor({ timeout: 60_000 });
    await shows("#profile", "no theme yet");
    for (let times = 0; times < 2; times++) {
      await page.locator("#save:enabled").click();
      await shows("#profile", "light");
    }
    assert.equal(await page.locator("#refused").count(), 0);
  });
});

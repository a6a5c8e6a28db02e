/** Every code block of the client's README, compiled as a strict app's and run: what a reader copies does what it says. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { createHomeClient, type HomeClient, memoryStorage } from "../../client/index";
import { homeResponse } from "../support/home-response";
import { blocksOf, compileErrors, runBlock } from "../support/readme-blocks";
import { type RealtimeServer, startRealtimeServer } from "../support/realtime-server";

const blocks = blocksOf(resolve(__dirname, "../../client/README.md"));

/** What each block is known by: one that is added has a test, or this list is not all of them. */
const marks = [
  "session.accessToken",
  "event.respondWith",
  "socket.bufferedAmount",
  "createOffline(home",
  "offline.clear()",
  "createPrefetch(",
  "Amplify.configure", // run in tests/client/sign-in.spec.ts, as the example that it is taken from
  "homeDispatcher()",
] as const;

describe("client README", function () {
  this.timeout(60_000);
  let realtime: RealtimeServer;
  const shown: unknown[] = [];
  const requests: { url: string; method: string; authorization: string | null }[] = [];
  const scope: Record<string, any> = {
    session: { accessToken: "token" },
    banner: { show: (text: string) => shown.push(text) },
    show: (data: unknown) => shown.push(data),
    reload: () => shown.push("reload"),
    userId: "u1",
    body: "{}",
    etag: '"1"',
    lookup: "https://api.example.com",
    organization: "acme",
    localStorage: memoryStorage(),
  };
  const ends: (() => unknown)[] = [];
  const { fetch, WebSocket } = globalThis;

  before(async () => {
    realtime = await startRealtimeServer();
  });
  beforeEach(() => {
    globalThis.fetch = async (input, init) => {
      const { host, pathname } = new URL(String(input));
      const method = init?.method ?? "GET";
      requests.push({ url: host + pathname, method, authorization: new Headers(init?.headers).get("authorization") });
      return host === "api.example.com" ? Response.json(homeResponse()) : Response.json({ method });
    };
    globalThis.WebSocket = class extends WebSocket {
      constructor(_: string | URL, protocols: any) {
        super(realtime.url, protocols);
      }
    } as typeof WebSocket;
  });
  afterEach(() => Object.assign(globalThis, { fetch, WebSocket }));
  after(async () => {
    for (const end of ends) {
      await end();
    }
    await realtime.stop();
  });

  /** Runs the block that is known by this. */
  async function run(mark: (typeof marks)[number], more: Record<string, unknown> = {}): Promise<Record<string, any>> {
    const [code] = blocks.filter((code) => code.includes(mark));
    return runBlock(code!, { ...scope, ...more });
  }
  const client = (): HomeClient => createHomeClient({ lookup: scope.lookup, organization: "acme" });

  it("has blocks that compile, each of them known here", () => {
    assert.deepEqual(
      blocks.map((code) => marks.filter((mark) => code.includes(mark)).length),
      marks.map(() => 1),
    );
    assert.deepEqual(compileErrors(blocks), []);
  });

  it("refuses a block that is wrong: what it calls, what it gives, what it misspells", () => {
    const wrong = [
      ["home.fetsh('/v1/profile')", /readme-0\.ts:1: Property 'fetsh' does not exist/],
      ['import { nothing } from "home-region-client"', /readme-1.*no exported member/],
      ["const n: number = home.status.state", /readme-2.*not assignable/],
      ["unknownName()", /readme-3.*Cannot find name/],
    ] as const;
    const errors = compileErrors(wrong.map(([code]) => code));
    assert.equal(errors.length, wrong.length);
    for (const [index, [, says]] of wrong.entries()) {
      assert.match(errors[index]!, says);
    }
  });

  it("fetches at home with the app's token, and connects", async () => {
    const { home, response, socket } = await run("session.accessToken");
    ends.push(() => socket.close());
    assert.deepEqual([response.status, home.status.state, home.status.region], [200, "home", "ca-central-1"]);
    assert.deepEqual(requests.at(-1), {
      url: "ca.api.example.com/v1/profile",
      method: "GET",
      authorization: "Bearer token",
    });
    await socket.send("x");
    home.emit("notice", { kind: "moving", text: "soon", jurisdiction: null, region: null, since: "", detail: null });
    assert.deepEqual(shown.splice(0), ["soon"]);
  });

  it("answers a page's own requests to the alias origin, and no others", async () => {
    const listeners: ((event: unknown) => void)[] = [];
    await run("event.respondWith", {
      home: client(),
      addEventListener: (type: string, listener: () => void) => type === "fetch" && listeners.push(listener),
    });
    const answers: Promise<Response>[] = [];
    for (const url of ["https://home.invalid/v1/notes", "https://elsewhere.example.com/"]) {
      const respondWith = (answer: Promise<Response>) => answers.push(answer);
      listeners[0]!({ request: new Request(url, { method: "POST", body: "note" }), respondWith });
    }
    assert.equal(answers.length, 1);
    assert.deepEqual(await (await answers[0]!).json(), { method: "POST" });
    assert.equal(requests.at(-1)!.url, "ca.api.example.com/v1/notes");
  });

  it("sends and hears over a connection", async () => {
    const { socket } = await run("socket.bufferedAmount", { home: client() });
    ends.push(() => socket.close());
    assert.deepEqual([realtime.received.at(-1), socket.bufferedAmount], [{ text: "hello" }, 0]);
  });

  it("keeps writes and reads, says what waits, and forgets at sign-out", async () => {
    const home = createHomeClient({ lookup: scope.lookup, organization: "acme", storage: memoryStorage() });
    const { response, offline } = await run("createOffline(home", { home });
    assert.deepEqual([response.status, requests.at(-1)!.method], [200, "PUT"]);
    await run("offline.clear()", { home, offline });
    assert.equal(offline.length, 0);
    offline.stop();
  });

  it("counts what was fetched ahead", async () => {
    const home = client();
    const { prefetch } = await run("createPrefetch(", { home, offline: home });
    assert.equal(prefetch.stats().hitRate, 0);
  });

  it("makes a client for Node", async () => {
    const { home } = await run("homeDispatcher()");
    ends.push(() => home.options.dispatcher.destroy());
    assert.equal(home.status.state, "unknown");
  });
});

/** Redirects by real servers: whom they name hears nothing, and what came from there all the same is refused. */
import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { WebSocket } from "ws";
import { createHomes } from "../../client/batch";
import { createHomeClient, createHomeCore, type HomeClientOptions, isHomeError } from "../../client/index";
import { createOffline } from "../../client/offline";
import { memoryStorage } from "../../client/storage/memory";
import { primary, standby } from "../support/acme-client";
import { eventually } from "../support/eventually";
import { homeResponse, lookup } from "../support/home-response";
import { type HomeServers, startHomeServers } from "../support/home-servers";

const elsewhere = "us.api.example.com";
const token = "secret-token";
/** As React Native's: it follows wherever it is led, whatever it is told. */
const followsAll: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "follow" });
const outsideHome = (error: unknown) => isHomeError(error, "outside-home");

describe("client redirects", () => {
  let servers: HomeServers;
  let status = 302;
  let target = "";
  let misled: string[] = [];
  const carried: (string | undefined)[] = [];

  const reply: RequestListener = (request, response) => {
    const { host } = request.headers;
    const asked = `${host}${request.url}`;
    if (misled.includes(host!) && asked !== target.slice("https://".length)) {
      return void response.writeHead(status, { location: target }).end();
    }
    if (host === elsewhere) {
      carried.push(request.headers.authorization);
    }
    if (request.url === "/none") {
      return void response.writeHead(404).end();
    }
    response.setHeader("content-type", "application/json");
    const isLookup = host === "api.example.com" || request.url?.startsWith("/v1/organizations/");
    if (request.url === "/v1/homes") {
      return void response.end(JSON.stringify({ results: [{ organization: "acme", home: homeResponse() }] }));
    }
    response.end(JSON.stringify(isLookup ? homeResponse() : { from: asked }));
  };
  before(async () => {
    const names = ["api.example.com", primary, standby, elsewhere, "ca.ws.example.com", "ca-west-1.ca.ws.example.com"];
    servers = await startHomeServers(Object.fromEntries(names.map((name) => [name, reply])));
  });
  after(() => servers.stop());
  beforeEach(() => {
    target = `https://${elsewhere}/v1/profile`;
    misled = [primary];
    carried.length = 0;
    for (const name of ["api.example.com", primary, standby, elsewhere]) {
      servers.heard(name).length = 0;
    }
  });

  const options = (more: Partial<HomeClientOptions> = {}): HomeClientOptions => ({
    lookup,
    organization: "acme",
    getToken: () => token,
    dispatcher: servers.dispatcher,
    hedge: false,
    // Without jitter nobody waits between two tries.
    runtime: { random: () => 0 },
    ...more,
  });

  for (const code of [301, 302, 303, 307, 308]) {
    for (const method of ["GET", "PUT", "POST"]) {
      it(`refuses to follow a ${code} for ${method} to a second host, which hears nothing`, async () => {
        status = code;
        const home = createHomeCore(options());
        const body = method === "GET" ? null : '{"secret":1}';
        await assert.rejects(home.fetch("/v1/profile", { method, body }), outsideHome);
        assert.deepEqual(servers.heard(elsewhere), []);
        assert.deepEqual(servers.heard(primary), [`${method} /v1/profile`], "asked once");
        assert.deepEqual(servers.heard(standby), [], "a redirect is no failure of the Region");
      });
    }
  }

  it("refuses to follow where the caller asks for it", async () => {
    const home = createHomeCore(options());
    await assert.rejects(home.fetch("/v1/profile", { redirect: "follow" }), outsideHome);
    await assert.rejects(home.fetch(new Request(`https://${primary}/v1/profile`)), outsideHome);
    const manual = await home.fetch("/v1/profile", { redirect: "manual" });
    assert.deepEqual([manual.status, manual.headers.get("location")], [status, target]);
    assert.deepEqual(servers.heard(elsewhere), []);
  });

  it("refuses what came from another host although the platform followed, and gave it no token", async () => {
    for (const code of [302, 307]) {
      status = code;
      const home = createHomeCore(options({ fetch: followsAll }));
      await assert.rejects(home.fetch("/v1/profile"), outsideHome);
      await assert.rejects(home.fetch("/v1/profile", { redirect: "manual" }), outsideHome);
    }
    assert.deepEqual(carried, [undefined, undefined, undefined, undefined]);
  });

  it("refuses what came from another host of home's own name with another ending", async () => {
    const home = createHomeCore(
      options({
        async fetch(input, init) {
          const response = await followsAll(input, init);
          const url = response.url.replace(`https://${primary}`, `https://${primary}.evil.test`);
          return Object.defineProperty(response, "url", { value: url });
        },
      }),
    );
    misled = [];
    await assert.rejects(home.fetch("/v1/profile"), outsideHome);
  });

  it("takes what came from another path of the same endpoint, where the platform followed", async () => {
    target = `https://${primary}/v1/other`;
    const home = createHomeCore(options({ fetch: followsAll }));
    assert.deepEqual(await (await home.fetch("/v1/profile")).json(), { from: `${primary}/v1/other` });
  });

  it("refuses a lookup that leads to a second host, which hears nothing", async () => {
    misled = ["api.example.com"];
    target = `https://${elsewhere}/v1/organizations/acme/home`;
    for (const code of [302, 307]) {
      status = code;
      await assert.rejects(createHomeCore(options()).ready(), (error) => isHomeError(error, "lookup-unreachable"));
      const { dispatcher } = servers;
      const ask: typeof fetch = (input, init) => fetch(input, { ...init, dispatcher } as RequestInit);
      await assert.rejects(createHomes({ lookup, fetch: ask })("acme"), outsideHome);
    }
    assert.deepEqual(servers.heard(elsewhere), []);
  });

  it("refuses a home that came from another host than the lookup although the platform followed", async () => {
    misled = ["api.example.com"];
    status = 307;
    target = `https://${elsewhere}/v1/organizations/acme/home`;
    const refused = (error: unknown) => isHomeError(error, "lookup-unreachable");
    await assert.rejects(createHomeCore(options({ fetch: followsAll })).ready(), refused);
    target = `https://${elsewhere}/none`;
    await assert.rejects(createHomeCore(options({ fetch: followsAll })).ready(), refused, "its 404 is nobody's");
    target = `https://${elsewhere}/v1/homes`;
    const { dispatcher } = servers;
    const ask: typeof fetch = (input, init) => followsAll(input, { ...init, dispatcher } as RequestInit);
    await assert.rejects(createHomes({ lookup, fetch: ask })("acme"), outsideHome);
    assert.ok(servers.heard(elsewhere).length > 0, "the platform did follow");
  });

  it("refuses to keep or to queue what a redirect would lead away", async () => {
    status = 307;
    const storage = memoryStorage();
    const home = createHomeCore(options({ storage }));
    const reads = [{ match: /./, policy: "cache-first" as const, maxAgeSeconds: 60 }];
    const offline = createOffline(home, { user: "u1", reads });
    await assert.rejects(offline.fetch("/v1/profile"), outsideHome);
    await assert.rejects(offline.fetch("/v1/profile", { method: "PUT", body: "x" }), outsideHome);
    offline.stop();
    assert.deepEqual(
      storage.getAllKeys().filter((key) => key.includes("offline")),
      [],
    );
    assert.deepEqual(servers.heard(elsewhere), []);
  });

  it("refuses to connect a socket where a redirect leads", async () => {
    misled = ["ca.ws.example.com", "ca-west-1.ca.ws.example.com"];
    target = `https://${elsewhere}/`;
    class Dialled extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { createConnection: () => servers.dial(new URL(url).hostname) } as object);
      }
    }
    const home = createHomeClient(options({ WebSocket: Dialled }));
    const socket = home.connect();
    await eventually(() => servers.heard("ca-west-1.ca.ws.example.com").length > 0);
    socket.close();
    assert.deepEqual(servers.heard(elsewhere), []);
    assert.equal(socket.state, "closed");
  });
});

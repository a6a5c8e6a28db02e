/** A socket over real connections. Its times are tried in virtual time: realtime-socket.spec.ts and those beside it. */
import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { createHomeClient, type HomeClientOptions, type HomeSocket } from "../../client/index";
import type { SocketEvents } from "../../client/realtime";
import { eventually } from "../support/eventually";
import { homeResponse, lookup } from "../support/home-response";
import { type RealtimeServer, startRealtimeServer } from "../support/realtime-server";

const primary = "wss://ca.ws.example.com/";
const standby = "wss://ca-west-1.ca.ws.example.com/";

describe("client realtime", () => {
  const servers: RealtimeServer[] = [];
  const sockets: HomeSocket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) {
      socket.close();
    }
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  const serve = async (options: Parameters<typeof startRealtimeServer>[0] = {}) => {
    const server = await startRealtimeServer({ heartbeatSeconds: 1_000_000, ...options });
    servers.push(server);
    return server;
  };

  /** A client whose hosts are the servers in `hosts`, and what its socket told. */
  function start(hosts: Record<string, string | undefined>, options: Partial<HomeClientOptions> = {}) {
    const dialled: string[] = [];
    let response = homeResponse();
    let lookups = 0;
    class Mapped extends WebSocket {
      constructor(url: string, protocols: string[]) {
        dialled.push(url);
        super(hosts[url] ?? "ws://127.0.0.1:1", protocols);
      }
    }
    const move = (next: typeof response) => {
      response = next;
    };
    const home = createHomeClient({
      lookup,
      organization: "acme",
      WebSocket: Mapped,
      fetch: async () => {
        lookups++;
        return Response.json(response);
      },
      // No jitter, and waits that pass fast: what is tested is the order of things.
      runtime: { random: () => 0, setTimeout: (run, ms) => setTimeout(run, ms / 1000) },
      ...options,
    });
    // However slow this machine is, no server here is late.
    const socket = home.connect({ connectMs: 1_000_000_000 });
    sockets.push(socket);
    const reported: { [K in keyof SocketEvents]: SocketEvents[K][] } = {
      message: [],
      open: [],
      lost: [],
      error: [],
      reset: [],
      notice: [],
      close: [],
    };
    for (const type of Object.keys(reported) as (keyof SocketEvents)[]) {
      socket.on(type, (event) => (reported[type] as unknown[]).push(event));
    }
    return { home, socket, reported: reported, dialled, lookups: () => lookups, move };
  }

  it("connects home and carries messages both ways", async () => {
    const server = await serve();
    const { socket, reported } = start({ [primary]: server.url });
    await socket.send({ text: "hello" });
    assert.deepEqual(server.received, [{ text: "hello" }]);
    assert.deepEqual([socket.state, socket.region], ["open", "ca-central-1"]);
    server.push("news");
    await eventually(() => reported.message.length === 1);
    assert.deepEqual(reported.message, ["news"]);
  });

  it("refuses to tell an event twice", async () => {
    const server = await serve();
    const { socket, reported } = start({ [primary]: server.url });
    await socket.send("x");
    server.push(1);
    server.repeat();
    server.push(2);
    await eventually(() => reported.message.length >= 2);
    await socket.send("y");
    assert.deepEqual(reported.message, [1, 2]);
  });

  it("gives the token as a subprotocol and gets a newer one when it is refused", async () => {
    const server = await serve({ token: (token) => token === "new" });
    let asked = 0;
    const { socket } = start({ [primary]: server.url }, { getToken: () => (asked++ ? "new" : "old") });
    await socket.send("x");
    assert.equal(asked, 2);
  });

  it("resumes after the network was gone: nothing is lost, nothing comes twice", async () => {
    const server = await serve();
    const { socket, reported } = start({ [primary]: server.url });
    await socket.send(0);
    for (let turn = 1; turn <= 5; turn++) {
      server.push(`before ${turn}`);
      server.cut();
      server.push(`during ${turn}`);
      await socket.send(turn);
    }
    await eventually(() => reported.message.length === 10);
    assert.deepEqual(
      reported.message,
      [1, 2, 3, 4, 5].flatMap((turn) => [`before ${turn}`, `during ${turn}`]),
    );
    assert.deepEqual(server.received, [0, 1, 2, 3, 4, 5]);
    assert.equal(reported.reset.length, 0);
    assert.ok(reported.open.slice(1).every(({ resumed }) => resumed));
  });

  it("says reset when the session is gone, and rejects what nobody accepted", async () => {
    const server = await serve();
    const { socket, reported } = start({ [primary]: server.url });
    await socket.send(0);
    server.mute(true);
    const lost = socket.send("unheard");
    await eventually(() => server.received.length === 2);
    server.forget();
    server.mute(false);
    server.cut();
    await assert.rejects(lost, (error: { code?: string }) => error.code === "closed");
    assert.equal(reported.reset.length, 1);
    server.push("new");
    await eventually(() => reported.message.length === 1);
  });

  it("goes to the standby of the jurisdiction, and never elsewhere", async () => {
    const server = await serve({ region: "ca-west-1" });
    const { socket, dialled } = start({ [standby]: server.url });
    await socket.send("x");
    assert.equal(socket.region, "ca-west-1");
    assert.deepEqual(dialled, [primary, standby]);
  });

  it("refuses a welcome from another jurisdiction", async () => {
    const wrong = await serve({ region: "us-east-1", jurisdiction: "US" });
    const right = await serve({ region: "ca-west-1" });
    const { socket } = start({ [primary]: wrong.url, [standby]: right.url });
    await socket.send("x");
    assert.deepEqual(wrong.received, []);
    assert.equal(socket.region, "ca-west-1");
  });
});

import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { createHomeClient, type HomeClientOptions, type HomeSocket } from "../../client/index";
import type { SocketEvents } from "../../client/realtime";
import { homeAnswer, lookup } from "../support/home-answer";
import { type RealtimeServer, startRealtimeServer } from "../support/realtime-server";

const primary = "wss://ca.ws.example.com/";
const standby = "wss://ca-west-1.ca.ws.example.com/";

async function until(what: () => boolean, say: string): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); ) {
    assert.ok(Date.now() < end, `never: ${say}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("client realtime", () => {
  const servers: RealtimeServer[] = [];
  const sockets: HomeSocket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.close();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  const serve = async (options: Parameters<typeof startRealtimeServer>[0] = {}) => {
    const server = await startRealtimeServer(options);
    servers.push(server);
    return server;
  };

  /** A client whose hosts are the servers in `hosts`, and what its socket told. */
  function start(hosts: Record<string, string | undefined>, options: Partial<HomeClientOptions> = {}) {
    const dialled: string[] = [];
    let answer = homeAnswer();
    let lookups = 0;
    class Mapped extends WebSocket {
      constructor(url: string, protocols: string[]) {
        dialled.push(url);
        super(hosts[url] ?? "ws://127.0.0.1:1", protocols);
      }
    }
    const move = (next: typeof answer) => {
      answer = next;
    };
    const home = createHomeClient({
      lookup,
      organization: "acme",
      WebSocket: Mapped,
      fetch: async () => {
        lookups++;
        return Response.json(answer);
      },
      // No jitter: what is tested is the order of things.
      runtime: { random: () => 0 },
      ...options,
    });
    const socket = home.connect();
    sockets.push(socket);
    const told: { [K in keyof SocketEvents]: SocketEvents[K][] } = {
      message: [],
      open: [],
      lost: [],
      reset: [],
      notice: [],
      close: [],
    };
    for (const type of Object.keys(told) as (keyof SocketEvents)[])
      socket.on(type, (event) => (told[type] as unknown[]).push(event));
    return { home, socket, told, dialled, lookups: () => lookups, move };
  }

  it("connects home and carries messages both ways", async () => {
    const server = await serve();
    const { socket, told } = start({ [primary]: server.url });
    await socket.send({ text: "hello" });
    assert.deepEqual(server.received, [{ text: "hello" }]);
    assert.deepEqual([socket.state, socket.region], ["open", "ca-central-1"]);
    server.push("news");
    await until(() => told.message.length === 1, "a message");
    assert.deepEqual(told.message, ["news"]);
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
    const { socket, told } = start({ [primary]: server.url });
    await socket.send(0);
    for (let turn = 1; turn <= 5; turn++) {
      server.push(`before ${turn}`);
      server.cut();
      server.push(`during ${turn}`);
      await socket.send(turn);
    }
    await until(() => told.message.length === 10, "all messages");
    assert.deepEqual(
      told.message,
      [1, 2, 3, 4, 5].flatMap((turn) => [`before ${turn}`, `during ${turn}`]),
    );
    assert.deepEqual(server.received, [0, 1, 2, 3, 4, 5]);
    assert.equal(told.reset.length, 0);
    assert.ok(told.open.slice(1).every(({ resumed }) => resumed));
  });

  it("says reset when the session is gone, and rejects what nobody accepted", async () => {
    const server = await serve();
    const { socket, told } = start({ [primary]: server.url });
    await socket.send(0);
    server.mute(true);
    const lost = socket.send("unheard");
    await until(() => server.received.length === 2, "it arrives");
    server.forget();
    server.mute(false);
    server.cut();
    await assert.rejects(lost, (error: { code?: string }) => error.code === "closed");
    assert.equal(told.reset.length, 1);
    server.push("new");
    await until(() => told.message.length === 1, "events of the new session");
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

  it("notices a connection that is dead but open, by its heartbeat", async () => {
    const server = await serve({ heartbeatSeconds: 1 });
    const { socket, told } = start({ [primary]: server.url });
    await socket.send(0);
    server.mute(true);
    await until(() => told.lost.length > 0, "it is lost");
    assert.equal(told.lost[0]?.code, 4000);
    server.mute(false);
    await socket.send(1);
  });

  it("moves on a notice: asks the lookup, connects there, leaves here", async () => {
    const before = await serve();
    const after = await serve({ region: "ca-west-1" });
    const { socket, told, lookups, move } = start({ [primary]: before.url, [standby]: after.url });
    await socket.send(0);
    const [first, second] = homeAnswer().endpoints;
    move(homeAnswer("CA", { version: 2, endpoints: [second!, first!] }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    before.notice({ kind: "moving", since: "2026-01-01T00:00:00Z", region: "ca-west-1", detail: null }, true);
    await until(() => socket.region === "ca-west-1", "it has moved");
    await until(() => before.connections() === 0, "the old connection is closed");
    assert.ok(lookups() >= 2);
    assert.equal(told.notice[0]?.kind, "moving");
    assert.match(told.notice[0]?.text ?? "", /being moved/);
    await socket.send(1);
    assert.deepEqual(after.received, [1]);
    assert.equal(told.close.length, 0);
  });

  it("moves to a better connection of the same session without losing it", async () => {
    const server = await serve();
    const { socket, told } = start({ [primary]: server.url });
    await socket.send(0);
    server.notice({ kind: "returned", since: "2026-01-01T00:00:00Z", region: null, detail: null }, true);
    await until(() => told.open.length === 2, "a second connection");
    assert.equal(told.open[1]?.resumed, true);
    server.push("x");
    await until(() => told.message.length === 1, "events");
    assert.deepEqual([told.close.length, socket.state, server.connections()], [0, "open", 1]);
  });

  it("comes back after draining, and stays away when replaced", async () => {
    const server = await serve();
    const { socket, told } = start({ [primary]: server.url });
    await socket.send(0);
    server.bye("draining", 10);
    await until(() => told.open.length === 2, "it is back");
    server.bye("replaced");
    await until(() => socket.state === "closed", "it is closed");
    assert.deepEqual(told.close, [{ reason: "replaced" }]);
    await assert.rejects(socket.send(1), (error: { code?: string }) => error.code === "closed");
  });

  it("gives the server's problem for a message that it refuses", async () => {
    const server = await serve({ handle: () => ({ code: "too-loud", title: "Too loud." }) });
    const { socket } = start({ [primary]: server.url });
    await assert.rejects(socket.send("x"), (error: { code?: string; details?: { problem?: { code?: string } } }) => {
      return error.code === "refused" && error.details?.problem?.code === "too-loud";
    });
  });

  it("closes for good, also while it is still looking", async () => {
    const { socket, told, dialled } = start({});
    await until(() => dialled.length >= 2, "it dials");
    const unsent = socket.send("x");
    socket.close();
    await assert.rejects(unsent, (error: { code?: string }) => error.code === "closed");
    const count = dialled.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(dialled.length <= count + 1);
    assert.deepEqual(told.close, [{ reason: "closed" }]);
  });
});

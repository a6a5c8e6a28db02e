/** What every server of docs/realtime.md does. Call it inside a `describe`; it adds the tests. */
import assert from "node:assert/strict";
import { WebSocket } from "ws";

export interface RealtimeTarget {
  /** Of the WebSocket API, with its path. */
  url: string;
  /** A good token, one that is not, and where certificates come from if not from the system. */
  token: string;
  badToken: string;
  ca?: string;
  jurisdiction: string;
  /** Sends an event to the sessions of the token's user. */
  push(data: unknown): void | Promise<void>;
  /** Data that the server refuses. */
  unacceptable: unknown;
}

interface Line {
  socket: WebSocket;
  status: Promise<number>;
  closed: Promise<number>;
  say(message: object | string): void;
  /** The next message of a type; other messages before it are skipped. */
  next(type: string): Promise<any>;
}

const timeoutMs = 10_000;

export function realtimeContract(getTarget: () => RealtimeTarget): void {
  const lines: Line[] = [];
  afterEach(() => {
    for (const { socket } of lines.splice(0)) {
      socket.terminate();
    }
  });

  function dial(protocols?: string[]): Line {
    const { url, token, ca } = getTarget();
    const socket = new WebSocket(url, protocols ?? ["home-region.v1", `bearer.${token}`], { ...(ca && { ca }) });
    const inbox: any[] = [];
    let wake = () => {};
    socket.on("message", (raw) => {
      inbox.push(JSON.parse(String(raw)));
      wake();
    });
    socket.on("error", () => {});
    const line: Line = {
      socket,
      status: new Promise((resolve) => {
        socket.once("open", () => resolve(101));
        socket.once("unexpected-response", (request, response) => {
          resolve(response.statusCode ?? 0);
          request.destroy();
        });
      }),
      closed: new Promise((resolve) => socket.once("close", resolve)),
      say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
      async next(type) {
        const end = Date.now() + timeoutMs;
        for (;;) {
          const found = inbox.findIndex((message) => message.type === type);
          if (found >= 0) {
            return inbox.splice(0, found + 1).at(-1);
          }
          if (Date.now() > end) {
            throw new Error(`no "${type}" came`);
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            setTimeout(resolve, 200);
          });
        }
      },
    };
    lines.push(line);
    return line;
  }
  async function greet(resume: object | null = null) {
    const line = dial();
    assert.equal(await line.status, 101);
    line.say({ action: "hello", resume });
    return { line, welcome: await line.next("welcome") };
  }

  it("selects its subprotocol and welcomes with everything a client needs", async () => {
    const { line, welcome } = await greet();
    assert.equal(line.socket.protocol, "home-region.v1");
    assert.equal(welcome.resumed, false);
    assert.equal(welcome.jurisdiction, getTarget().jurisdiction);
    assert.match(welcome.region, /^[a-z]+(-[a-z]+)+-\d$/);
    assert.ok(welcome.session.length >= 16 && welcome.heartbeatSeconds >= 1 && welcome.resumeSeconds >= 1);
  });

  it("refuses a handshake without its subprotocol (400) and without a good token (401)", async () => {
    assert.equal(await dial([`bearer.${getTarget().token}`]).status, 400);
    assert.equal(await dial(["home-region.v1", `bearer.${getTarget().badToken}`]).status, 401);
    assert.equal(await dial(["home-region.v1"]).status, 401);
  });

  it("answers a heartbeat", async () => {
    const { line } = await greet();
    line.say({ action: "ping", id: 7 });
    assert.equal((await line.next("pong")).id, 7);
  });

  it("numbers events from 1 without gaps", async () => {
    const { line } = await greet();
    for (const data of ["a", "b", "c"]) {
      await getTarget().push(data);
    }
    for (const seq of [1, 2, 3]) {
      assert.deepEqual(await line.next("event"), { type: "event", seq, data: "abc"[seq - 1] });
    }
  });

  it("resumes a session: what was missed follows in order, before what is new", async () => {
    const { line, welcome } = await greet();
    await getTarget().push("a");
    await line.next("event");
    line.socket.terminate();
    await line.closed;
    await getTarget().push("b");
    await getTarget().push("c");
    const again = await greet({ session: welcome.session, after: 1 });
    assert.equal(again.welcome.resumed, true);
    assert.equal(again.welcome.session, welcome.session);
    await getTarget().push("d");
    for (const seq of [2, 3, 4]) {
      assert.equal((await again.line.next("event")).seq, seq);
    }
  });

  it("refuses to resume a session that it does not know, with a new one", async () => {
    const { welcome } = await greet({ session: "00000000-0000-0000-0000-000000000000", after: 9 });
    assert.equal(welcome.resumed, false);
    assert.notEqual(welcome.session, "00000000-0000-0000-0000-000000000000");
  });

  it("gives a session to its last connection and says so to the first", async () => {
    const { line, welcome } = await greet();
    const second = await greet({ session: welcome.session, after: 0 });
    assert.equal(second.welcome.resumed, true);
    assert.equal((await line.next("bye")).reason, "replaced");
    await line.closed;
  });

  it("acknowledges a message each time and refuses what it cannot take with a problem", async () => {
    const { line } = await greet();
    for (let time = 0; time < 2; time++) {
      line.say({ action: "send", id: "1", data: { text: "x" } });
      assert.equal((await line.next("ack")).id, "1");
    }
    line.say({ action: "send", id: "2", data: getTarget().unacceptable });
    const { id, problem } = await line.next("error");
    assert.equal(id, "2");
    assert.ok(typeof problem.code === "string" && typeof problem.title === "string");
  });

  it("refuses what is not of the protocol: bye, then the end", async () => {
    for (const message of ["{", { action: "dance" }, { action: "send" }]) {
      const { line } = await greet();
      line.say(message);
      assert.equal((await line.next("bye")).reason, "bad-message");
      await line.closed;
    }
    const early = dial();
    await early.status;
    early.say({ action: "ping", id: 1 });
    assert.equal((await early.next("bye")).reason, "bad-message");
  });
}

/** How a connection ends, in virtual time: what comes after it, and what for good. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/index";
import { homeResponse } from "../support/home-response";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const primary = "wss://ca.ws.example.com/";
const code = (wanted: "closed" | "refused") => (error: unknown) => isHomeError(error, wanted);

describe("client realtime ends", () => {
  it("stays away for good when it is replaced or has said something wrong", async () => {
    for (const [end, reason] of [
      [4409, "replaced"],
      [4400, "bad-message"],
      ["replaced", "replaced"],
      ["bad-message", "bad-message"],
    ] as const) {
      const { socket, line, events: reported, pass, lines } = await openSocket();
      const waiting = socket.send(1);
      if (typeof end === "number") {
        line.end(end);
      } else {
        line.say({ type: "bye", reason: end });
      }
      await assert.rejects(waiting, (error: any) => error.code === "closed" && error.message.includes(reason));
      assert.deepEqual([socket.state, reported.close], ["closed", [{ reason }]]);
      await pass(120_000);
      assert.equal(lines.length, 1);
    }
  });

  it("comes back after a bye: within seconds, after the lookup where it has moved, not before it may where it says when", async () => {
    for (const [bye, waitMs, asks] of [
      [{ reason: "restart" }, 0, 0],
      [{ reason: "restart", retryAfterMs: 9000 }, 9000, 0],
      [{ reason: "token" }, 0, 0],
      [{ reason: "moved" }, 0, 1],
      [{ reason: "draining", retryAfterMs: 7000 }, 7000, 0],
      // Longer than what is known of home is good for.
      [{ reason: "draining", retryAfterMs: 999_000 }, 600_000, 1],
      [{ reason: "draining", retryAfterMs: -5 }, 0, 0],
      [{ reason: "draining", retryAfterMs: "soon" }, 0, 0],
      [{ reason: "draining" }, 0, 0],
    ] as const) {
      const { line, events: reported, dialled, lookups, pass, virtual } = await openSocket();
      await pass(31_000);
      const [asked, before] = [lookups(), virtual.now()];
      line.say({ type: "bye", ...bye });
      assert.deepEqual([line.closed, reported.lost], [1000, [{ code: 1000, reason: bye.reason }]]);
      const next = await dialled(2);
      assert.ok(Math.abs(virtual.now() - before - waitMs) <= 5, `${JSON.stringify(bye)}: ${virtual.now() - before}`);
      assert.equal(lookups() - asked, asks);
      next.welcome({ resumed: true });
      await pass(0);
      assert.equal(reported.open.length, 2);
    }
  });

  it("asks the lookup first after a 4421, and not after another end", async () => {
    for (const [end, asks] of [
      [4421, 1],
      [1006, 0],
      [1000, 0],
    ] as const) {
      const { line, dialled, lookups, pass } = await openSocket();
      await pass(10);
      const asked = lookups();
      line.end(end, "why");
      await dialled(2);
      assert.equal(lookups() - asked, asks, String(end));
    }
  });

  it("tells notices of known kinds, and moves within half a minute where one says so", async () => {
    const { line, events: reported, dialled, pass, setRandom, lookups, lines } = await openSocket();
    setRandom(0.5);
    line.say({ type: "notice", notice: { kind: "unheard-of" }, move: true });
    line.say({ type: "notice", move: true });
    line.say({ type: "news", notice: { kind: "moving" }, move: true });
    await pass(31_000);
    assert.deepEqual([reported.notice, lines.length], [[], 1]);
    const since = "2026-01-01T00:00:00.000Z";
    line.say({ type: "notice", notice: { kind: "moving", region: "ca-west-1", detail: "soon", since } });
    line.say({ type: "notice", notice: { kind: "returned" } });
    const [moving, returned] = reported.notice;
    assert.deepEqual(
      [moving?.kind, moving?.region, moving?.detail, moving?.since],
      ["moving", "ca-west-1", "soon", since],
    );
    assert.deepEqual([returned?.region, returned?.detail], [null, null]);
    assert.match(returned!.since, /^\d{4}-/);
    line.say({ type: "pong" });
    await pass(10_000);
    assert.equal(lines.length, 1, "nobody has said that it should move");
    const asked = lookups();
    line.say({ type: "notice", notice: { kind: "failover" }, move: true });
    line.say({ type: "pong" });
    await pass(14_999);
    assert.equal(lines.length, 1);
    await pass(2);
    assert.equal(lookups(), asked + 1);
    const next = await dialled(2);
    assert.equal(line.closed, undefined, "here until it is there");
    next.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual([line.closed, reported.lost, reported.close], [1000, [], []]);
    next.say({ type: "event", seq: 1, data: "there" });
    line.say({ type: "event", seq: 2, data: "here" });
    assert.deepEqual(reported.message, ["there"]);
  });

  it("tells every kind of notice that a server has", async () => {
    const { line, events: reported } = await openSocket();
    const kinds = ["failover", "returned", "moving", "moved", "temporary-region"];
    for (const kind of kinds) {
      line.say({ type: "notice", notice: { kind } });
    }
    assert.deepEqual(
      reported.notice.map(({ kind }) => kind),
      kinds,
    );
  });

  it("goes back to the endpoint that the client uses when it is told of the return", async () => {
    const { connect, dialled, pass, home, lines, setRandom } = socketWorld();
    const socket = connect();
    (await dialled(1)).end(1006);
    (await dialled(2)).welcome();
    await pass(0);
    assert.equal(socket.region, "ca-west-1");
    setRandom(0.5);
    const about = { text: "", jurisdiction: "CA", region: null, since: "", detail: null };
    home.emit("notice", { kind: "failover", ...about });
    await pass(6000);
    assert.equal(lines.length, 2);
    home.emit("notice", { kind: "returned", ...about });
    await pass(14_999);
    assert.equal(lines.length, 2);
    await pass(2);
    assert.equal(lines[2]?.url, primary);
    lines[2]!.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual([socket.region, lines[1]!.closed], ["ca-central-1", 1000]);
    home.emit("notice", { kind: "moved", ...about });
    await pass(6000);
    assert.equal(lines.length, 3, "it is there already");
  });

  it("follows a home that has moved to another jurisdiction", async () => {
    const { line, dialled, setResponse, events: reported, pass } = await openSocket();
    setResponse(homeResponse("US", { version: 2 }));
    await pass(10);
    line.end(4421);
    const next = await dialled(2);
    assert.equal(next.url, "wss://us.ws.example.com/");
    next.welcome({ jurisdiction: "US", region: "us-east-1", session: "s9" });
    await pass(0);
    assert.deepEqual(reported.open.at(-1), { region: "us-east-1", jurisdiction: "US", resumed: false });
  });

  it("closes for good: hangs up, ends what waits, and no timer goes on", async () => {
    const { socket, line, events: reported, pass, lines } = await openSocket();
    const waiting = socket.send("x");
    line.say({ type: "event", seq: 1, data: 1 });
    line.say({ type: "notice", notice: { kind: "moving" }, move: true });
    socket.close();
    socket.close();
    await assert.rejects(waiting, code("closed"));
    await assert.rejects(socket.send("y"), code("closed"));
    assert.deepEqual(
      [line.closed, socket.state, socket.region, reported.close],
      [1000, "closed", null, [{ reason: "closed" }]],
    );
    const said = line.sent.length;
    await pass(120_000);
    assert.deepEqual([lines.length, line.sent.length], [1, said]);
  });

  it("closes while it dials, while it waits and while it asks for a token", async () => {
    const dialling = socketWorld();
    const first = dialling.connect();
    const line = await dialling.dialled(1);
    first.close();
    await dialling.pass(60_000);
    assert.deepEqual([line.closed, dialling.lines.length], [1000, 1]);

    const waiting = socketWorld();
    waiting.setRandom(1);
    const second = waiting.connect();
    for (const count of [1, 2]) {
      (await waiting.dialled(count)).end(1006);
    }
    await waiting.pass(100);
    second.close();
    await waiting.pass(60_000);
    assert.deepEqual([waiting.lines.length, waiting.events.close], [2, [{ reason: "closed" }]]);

    let give = (_: string) => {};
    const asking = socketWorld({ getToken: () => new Promise((resolve) => (give = resolve)) });
    const third = asking.connect();
    await asking.pass(10);
    third.close();
    give("t");
    await asking.pass(60_000);
    assert.equal(asking.lines.length, 0);
  });

  it("tells a listener no more once it is taken off", async () => {
    const { socket, line } = await openSocket();
    const heard: unknown[] = [];
    const off = socket.on("message", (data) => heard.push(data));
    line.say({ type: "event", seq: 1, data: 1 });
    off();
    line.say({ type: "event", seq: 2, data: 2 });
    assert.deepEqual(heard, [1]);
  });
});

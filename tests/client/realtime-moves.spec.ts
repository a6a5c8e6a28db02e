/** One search at a time, in virtual time: what happens to the old connection meanwhile, and what is left when it is closed. */
import assert from "node:assert/strict";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const move = { type: "notice", notice: { kind: "failover" }, move: true };
const about = { text: "", jurisdiction: "CA", region: null, since: "", detail: null };

describe("client realtime moves", () => {
  it("moves once, at the time of the last notice", async () => {
    const { line, pass, lines, setRandom } = await openSocket();
    setRandom(0.5);
    line.say(move);
    await pass(1000);
    line.say(move);
    await pass(14_900);
    assert.equal(lines.length, 1);
    await pass(200);
    assert.equal(lines.length, 2);
  });

  it("looks for one connection at a time", async () => {
    const { line, pass, lines, dialled, setRandom, lookups } = await openSocket();
    setRandom(0.5);
    line.say(move);
    line.end(1006);
    const next = await dialled(2);
    const asked = lookups();
    await pass(3000);
    assert.deepEqual([lines.length, lookups()], [2, asked]);
    next.welcome({ resumed: true });
    // The move has been overtaken.
    await pass(20_000);
    assert.equal(lines.length, 2);
  });

  it("hears no bye of a connection that it is leaving", async () => {
    for (const reason of ["replaced", "restart"]) {
      const { line, pass, lines, dialled, socket, events: reported } = await openSocket();
      line.say(move);
      const next = await dialled(2);
      line.say({ type: "bye", reason });
      assert.deepEqual([socket.state, reported.close, reported.lost], ["open", [], []], reason);
      next.welcome({ resumed: true });
      await pass(3000);
      assert.equal(lines.length, 2);
    }
  });

  it("dials no more for a gap where the connection that it was looking for has come", async () => {
    const { line, pass, lines, dialled, setRandom } = await openSocket();
    line.say({ type: "event", seq: 5, data: 5 });
    const second = await dialled(2);
    second.welcome({ resumed: true });
    await pass(0);
    second.say(move);
    const third = await dialled(3);
    setRandom(1);
    second.say({ type: "event", seq: 5, data: 5 });
    await pass(100);
    third.welcome({ resumed: true });
    await pass(10_000);
    assert.equal(lines.length, 3);
  });

  it("says nothing on a connection that is ending, and repeats it on the next", async () => {
    const { line, pass, dialled, socket } = await openSocket();
    line.closing();
    const sending = socket.send("x");
    assert.equal(line.sent.length, 1);
    line.end(1006);
    const next = await dialled(2);
    next.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual(next.sent.at(-1), { action: "send", id: "1", data: "x" });
    next.say({ type: "ack", id: "1" });
    await sending;
  });

  it("stays closed where a welcome comes with its end", async () => {
    const { connect, dialled, pass, events: reported, measurements } = socketWorld();
    const socket = connect();
    const line = await dialled(1);
    line.welcome();
    socket.close();
    await pass(0);
    assert.deepEqual([socket.state, reported.open, line.closed], ["closed", [], 1000]);
    assert.deepEqual(
      measurements.filter(({ kind }) => kind === "connect"),
      [],
    );
  });

  it("leaves no timer and hears no notice once it is closed", async () => {
    const { connect, dialled, virtual, setRandom, home, events: reported } = socketWorld();
    setRandom(1);
    const socket = connect();
    await dialled(1);
    socket.close();
    const time = virtual.now();
    await assert.rejects(virtual.run(new Promise(() => {})), /nothing is left/);
    assert.equal(virtual.now(), time);
    home.emit("notice", { kind: "moving", ...about });
    assert.deepEqual(reported.notice, []);
  });

  it("goes to the endpoint that the client uses when it is told of a return or a move, without the lookup", async () => {
    for (const kind of ["returned", "moved"] as const) {
      const { connect, dialled, pass, home, lines, setRandom, lookups } = socketWorld();
      connect();
      (await dialled(1)).end(1006);
      (await dialled(2)).welcome();
      await pass(10);
      setRandom(0.5);
      const asked = lookups();
      home.emit("notice", { kind, ...about });
      await pass(15_100);
      assert.deepEqual([lines.length, lookups()], [3, asked], kind);
      assert.equal(lines[2]!.url, "wss://ca.ws.example.com/");
    }
  });

  it("stays where the client is, also in its second Region, and where that is nowhere", async () => {
    const { connect, dialled, pass, home, lines, virtual } = socketWorld();
    virtual.hosts.set("ca-west-1.ca.api.example.com", () => ({ status: 200 }));
    const read = () => virtual.run(home.fetch("/v1/profile").catch(() => {}));
    for (let call = 0; call < 3; call++) {
      await read();
    }
    connect();
    (await dialled(1)).welcome();
    await pass(0);
    assert.equal(lines[0]!.url, "wss://ca-west-1.ca.ws.example.com/");
    home.emit("notice", { kind: "moved", ...about });
    await pass(100);
    virtual.hosts.delete("ca-west-1.ca.api.example.com");
    for (let call = 0; call < 3; call++) {
      await read();
    }
    assert.equal(home.status.endpoint, null);
    home.emit("notice", { kind: "moved", ...about });
    await pass(100);
    assert.equal(lines.length, 1);
  });

  it("hears notices before it knows home, and asks the lookup only where nobody has", async () => {
    const early = socketWorld();
    early.connect();
    early.home.emit("notice", { kind: "moving", ...about });
    await early.dialled(1);
    assert.equal(early.events.notice.length, 1);
    const { virtual, home, pass, connect, dialled, lookups } = socketWorld();
    await virtual.run(home.ready());
    await pass(10);
    connect();
    await dialled(1);
    assert.equal(lookups(), 1);
  });

  it("refuses a message once it is closed, and says so", async () => {
    const { socket } = await openSocket();
    socket.close();
    await assert.rejects(socket.send("x"), /^HomeError: The socket is closed\.$/);
  });
});

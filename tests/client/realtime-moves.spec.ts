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
    await pass(2400);
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
    assert.deepEqual([lines.length, lookups()], [2, asked], "the move has been overtaken");
    next.welcome({ resumed: true });
    await pass(3000);
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
});

/** A socket that is open, in virtual time: what it says, what it tells the app, and what it resumes. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/index";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const code = (wanted: "closed" | "refused") => (error: unknown) => isHomeError(error, wanted);
const hello = { action: "hello", resume: null };

describe("client realtime session", () => {
  it("tells events in order, each once, and acknowledges all of a moment at once", async () => {
    const { line, events: reported, pass } = await openSocket();
    for (const seq of [1, 2, 2, 1, 3]) {
      line.say({ type: "event", seq, data: `e${seq}` });
    }
    assert.deepEqual(reported.message, ["e1", "e2", "e3"]);
    await pass(49);
    assert.deepEqual(line.sent, [hello]);
    await pass(1);
    assert.deepEqual(line.sent, [hello, { action: "ack", seq: 3 }]);
    line.say({ type: "event", seq: 4, data: "e4" });
    await pass(50);
    assert.deepEqual(line.sent.at(-1), { action: "ack", seq: 4 });
  });

  it("leaves a connection that has left an event out, at once and then more slowly, and resumes", async () => {
    const { line, events: reported, dialled, setRandom, pass, lines, lookups } = await openSocket();
    const asked = lookups();
    setRandom(1);
    line.say({ type: "event", seq: 1, data: 1 });
    line.say({ type: "event", seq: 3, data: 3 });
    assert.deepEqual([reported.message, reported.lost, line.closed], [[1], [{ code: 4000, reason: "gap" }], 1000]);
    const waits: number[] = [];
    for (let count = 2; count <= 9; count++) {
      const before = lines[count - 2]!;
      const next = await dialled(count);
      waits.push(next.at - before.at);
      next.welcome({ resumed: true });
      assert.deepEqual(next.sent[0].resume, { session: "s1", after: 1 });
      await pass(0);
      next.say({ type: "event", seq: 3, data: 3 });
    }
    // As after any connection that has not lived: 2 s, doubled, and 5 s for chance.
    assert.deepEqual(
      waits.map((ms) => Math.round(ms / 100) * 100),
      [0, 9000, 13_000, 21_000, 35_000, 35_000, 35_000, 35_000],
    );
    const healed = await dialled(10);
    healed.welcome({ resumed: true });
    await pass(0);
    healed.say({ type: "event", seq: 2, data: 2 });
    healed.say({ type: "event", seq: 9, data: 9 });
    assert.ok((await dialled(11)).at - healed.at < 50, "at once again");
    assert.deepEqual([reported.message, lookups()], [[1, 2], asked]);
  });

  it("repeats what nobody has accepted when it resumes, and gives it up with the session", async () => {
    const { socket, line, events: reported, dialled, pass } = await openSocket();
    const sends = ["a", "b"].map((data) => socket.send(data));
    assert.deepEqual(line.sent.slice(1), [
      { action: "send", id: "1", data: "a" },
      { action: "send", id: "2", data: "b" },
    ]);
    line.say({ type: "ack", id: "1" });
    await sends[0];
    line.end(1006);
    assert.deepEqual(reported.lost, [{ code: 1006, reason: "" }]);
    assert.equal(socket.region, null);
    const unsent = socket.send("c");
    const second = await dialled(2);
    second.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual(
      second.sent.slice(1).map(({ id, data }) => [id, data]),
      [
        ["2", "b"],
        ["3", "c"],
      ],
    );
    assert.deepEqual(reported.reset, []);
    second.end(1006);
    const later = socket.send("d");
    const third = await dialled(3);
    third.welcome({ session: "s2" });
    await pass(0);
    assert.deepEqual(reported.reset, [{ session: "s2" }]);
    await assert.rejects(sends[1]!, /^HomeError: The session was lost before the message was accepted\.$/);
    await assert.rejects(unsent, code("closed"));
    assert.deepEqual(third.sent.slice(1), [{ action: "send", id: "4", data: "d" }]);
    third.say({ type: "ack", id: "4" });
    await later;
    third.say({ type: "event", seq: 1, data: "of s2" });
    assert.deepEqual(reported.message, ["of s2"]);
  });

  it("gives the server's problem for a message that it refuses", async () => {
    const { socket, line } = await openSocket();
    const responses = Promise.allSettled([socket.send(1), socket.send(2)]);
    line.say({ type: "error", problem: { title: "about nothing" } });
    line.say({ type: "error", id: "1", problem: { title: "Too loud.", code: "too-loud" } });
    line.say({ type: "error", id: "2" });
    const errors = (await responses).map((result) => (result as PromiseRejectedResult).reason);
    assert.deepEqual(
      errors.map(({ code, message, details }) => [code, message, details.problem?.code]),
      [
        ["refused", "Too loud.", "too-loud"],
        ["refused", "refused", undefined],
      ],
    );
  });

  it("keeps what came before there was anybody to tell, and gives it after the welcome", async () => {
    const { connect, dialled, events: reported, pass } = socketWorld();
    connect();
    const line = await dialled(1);
    line.welcome();
    line.say({ type: "event", seq: 1, data: "early" });
    assert.deepEqual(reported.message, []);
    await pass(0);
    assert.deepEqual([reported.open.length, reported.message], [1, ["early"]]);
    line.say({ type: "event", seq: 2, data: "late" });
    assert.deepEqual(reported.message, ["early", "late"]);
  });

  it("looks for another connection as slowly where the gap comes with the welcome", async () => {
    const { connect, dialled, setRandom, pass, lookups, events: reported } = socketWorld();
    setRandom(1);
    connect();
    const times: number[] = [];
    for (let count = 1; count <= 4; count++) {
      const line = await dialled(count);
      times.push(line.at);
      line.welcome({ resumed: count > 1 });
      line.say({ type: "event", seq: 7, data: 7 });
      // What follows the gap is not taken before what is missing.
      line.say({ type: "event", seq: 1, data: 1 });
      await pass(0);
    }
    assert.deepEqual(
      times.slice(1).map((time, index) => Math.round((time - times[index]!) / 100) * 100),
      [0, 9000, 13_000],
    );
    assert.deepEqual([reported.message, reported.lost.length, lookups()], [[], 4, 1]);
  });
});

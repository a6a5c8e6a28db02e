/** Signs of life, in virtual time: what proves a connection, how soon a dead one is left, and what a late timer says. */
import assert from "node:assert/strict";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const hello = { action: "hello", resume: null };

describe("client realtime heartbeat", () => {
  it("asks for a sign of life in the server's interval, and leaves a connection without one half an interval later", async () => {
    for (const [heartbeatSeconds, every] of [
      [10, 10_000],
      [undefined, 30_000],
      [0.2, 1000],
    ] as const) {
      const { connect, dialled, events: reported, pass } = socketWorld();
      connect();
      const line = await dialled(1);
      line.welcome({ heartbeatSeconds });
      await pass(every - 1);
      assert.deepEqual(line.sent, [hello]);
      await pass(1);
      assert.deepEqual(line.sent.at(-1), { action: "ping", id: 1 });
      line.say({ type: "pong", id: 1 });
      await pass(every - 1);
      assert.deepEqual(line.sent.at(-1), { action: "ping", id: 1 });
      await pass(2);
      assert.deepEqual(line.sent.at(-1), { action: "ping", id: 2 });
      await pass(every / 2 - 2);
      assert.deepEqual(reported.lost, []);
      await pass(2);
      assert.deepEqual(reported.lost, [{ code: 4000, reason: "heartbeat missed" }]);
    }
  });

  it("takes anything that arrives for a sign of life", async () => {
    const { line, events: reported, pass } = await openSocket();
    await pass(30_000);
    line.say({ type: "event", seq: 1, data: 1 });
    await pass(29_999);
    assert.deepEqual(reported.lost, []);
    await pass(15_002);
    assert.equal(reported.lost.length, 1);
  });

  it("leaves a connection that dies within half an interval and one and a half", async () => {
    const after: number[] = [];
    for (let diesAt = 0; diesAt < 60_000; diesAt += 500) {
      const { connect, dialled, events: reported, pass, lines, virtual } = socketWorld();
      const socket = connect();
      const line = await dialled(1);
      line.welcome();
      const start = virtual.now();
      for (let ms = 0; ms < 120_000 && reported.lost.length === 0; ms += 500) {
        await pass(500);
        const { action, id } = line.sent.at(-1);
        if (action === "ping" && ms + 500 <= diesAt) {
          line.say({ type: "pong", id });
        }
      }
      after.push(virtual.now() - start - diesAt);
      assert.equal(lines.length, 1);
      socket.close();
    }
    const interval = 30_000;
    assert.ok(Math.min(...after) >= 0.5 * interval - 500, `${Math.min(...after)} ms`);
    assert.ok(Math.max(...after) <= 1.5 * interval + 500, `${Math.max(...after)} ms`);
  });

  it("keeps one connection for half an hour in a page that is hidden, whose timers run once a minute", async () => {
    const world = await openSocket();
    const { line, events: reported, lines, pass, throttle } = world;
    throttle(60_000);
    const answered = new Set<number>();
    for (let seconds = 0; seconds < 1800; seconds++) {
      await pass(1000);
      const { action, id } = line.sent.at(-1);
      // Messages arrive all the same.
      if (action === "ping" && !answered.has(id)) {
        answered.add(id);
        line.say({ type: "pong", id });
      }
    }
    assert.deepEqual([lines.length, reported.lost], [1, []]);
    // Three intervals of silence are a server's reason to hang up.
    assert.ok(answered.size >= 1800 / 90, `${answered.size} pings`);
  });

  it("leaves a dead connection in a hidden page too, at its second late timer", async () => {
    const { events: reported, pass, throttle } = await openSocket();
    throttle(60_000);
    await pass(240_000);
    assert.deepEqual(reported.lost[0], { code: 4000, reason: "heartbeat missed" });
  });

  it("asks anew where a device slept for half an hour, and reads what had arrived", async () => {
    const { line, events: reported, lines, pass, sleepDevice } = await openSocket();
    await pass(30_000);
    assert.deepEqual(line.sent.at(-1), { action: "ping", id: 1 });
    sleepDevice(1_800_000);
    await pass(15_000);
    assert.deepEqual([line.sent.at(-1), reported.lost], [{ action: "ping", id: 2 }, []]);
    // The timer ran before what was waiting in the socket.
    line.say({ type: "pong", id: 1 });
    await pass(14_999);
    assert.deepEqual([lines.length, reported.lost], [1, []]);
  });

  it("takes a clock that jumped for no silence, and notices the silence that comes after", async () => {
    for (const jump of [20_000, 270_000, 3_600_000, -3_600_000]) {
      const { line, events: reported, pass, virtual } = await openSocket();
      await pass(30_000);
      virtual.setClock(jump);
      line.say({ type: "pong", id: 1 });
      await pass(29_999);
      assert.deepEqual(reported.lost, [], String(jump));
      await pass(15_002);
      assert.equal(reported.lost.length, 1, String(jump));
    }
  });
});

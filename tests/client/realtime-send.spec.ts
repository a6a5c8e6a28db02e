/** What `send` takes, what it refuses at once, and what a message that cannot be delivered does to the socket: nothing. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/index";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const frameOf = (id: string, data: unknown) => JSON.stringify({ action: "send", id, data });
const caught = (work: Promise<unknown>) =>
  work.then(
    () => assert.fail("it was not refused"),
    (error) => error,
  );

describe("client realtime send", () => {
  it("refuses what is no JSON, with its reason, and goes on", async () => {
    const { socket, line, lines, events: reported, pass } = await openSocket();
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const throwing = {
      toJSON() {
        throw new RangeError("not today");
      },
    };
    for (const data of [cycle, 1n, undefined, () => 1, Symbol("s"), throwing]) {
      const error = await caught(socket.send(data));
      assert.ok(isHomeError(error, "bad-message"), String(error));
      assert.equal(error.details.reason, "not-json");
      assert.match(error.message, /^The message cannot be sent: [\s\S]+/);
    }
    const sending = socket.send("fine");
    assert.deepEqual(line.sent.at(-1).data, "fine");
    line.say({ type: "ack", id: line.sent.at(-1).id });
    await sending;
    await pass(25_000);
    assert.deepEqual([lines.length, reported.lost, socket.bufferedAmount], [1, [], 0]);
  });

  it("refuses a message of more than 32 KB with what surrounds it, whatever its characters take", async () => {
    for (const [limits, limit] of [
      [undefined, 32_768],
      [{ messageBytes: 1000 }, 1000],
    ] as const) {
      for (const [letter, bytes] of [
        ["a", 1],
        ["é", 2],
        ["€", 3],
        ["😀", 4],
      ] as const) {
        const { socket, line, lines, pass } = await openSocket({}, limits && { limits });
        const around = Buffer.byteLength(frameOf("1", ""));
        const most = letter.repeat(Math.floor((limit - around) / bytes));
        const sending = socket.send(most);
        assert.equal(socket.bufferedAmount, Buffer.byteLength(frameOf("1", most)));
        line.say({ type: "ack", id: "1" });
        await sending;
        const error = await caught(socket.send(most + letter));
        assert.ok(isHomeError(error, "bad-message"));
        assert.deepEqual(error.details, {
          reason: "too-big",
          bytes: Buffer.byteLength(frameOf("2", most + letter)),
          limit,
        });
        await pass(25_000);
        assert.deepEqual([lines.length, line.sent.length, socket.bufferedAmount], [1, 2, 0]);
      }
    }
  });

  it("sends what was given, whatever the app makes of it later", async () => {
    const { socket, line, dialled, pass } = await openSocket();
    const data = { text: "before" };
    socket.send(data).catch(() => {});
    data.text = "after";
    line.end(1006);
    const next = await dialled(2);
    next.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual(next.sent.at(-1).data, { text: "before" });
  });

  it("refuses more than a megabyte that the server has not accepted, and takes more once it has", async () => {
    for (const limits of [undefined, { bufferBytes: 4096, messageBytes: 1024 }]) {
      const { connect, dialled, pass } = socketWorld({}, limits && { limits });
      const socket = connect();
      const most = limits?.bufferBytes ?? 1024 * 1024;
      const bytes = limits?.messageBytes ?? 32 * 1024;
      // Each fills one message to its last byte.
      const fill = (id: number) => "x".repeat(bytes - frameOf(String(id), "").length);
      const sends: Promise<void>[] = [];
      for (let id = 1; id <= most / bytes; id++) {
        sends.push(socket.send(fill(id)));
      }
      assert.equal(socket.bufferedAmount, most);
      const error = await caught(socket.send(0));
      assert.ok(isHomeError(error, "buffer-full"));
      assert.deepEqual([error.details.bufferedAmount, error.details.limit], [most, most]);
      const line = await dialled(1);
      line.welcome();
      await pass(0);
      assert.equal(line.sent.length, 1 + sends.length);
      line.say({ type: "ack", id: "1" });
      await sends[0];
      assert.equal(socket.bufferedAmount, most - bytes);
      const more = socket.send(0);
      assert.equal(line.sent.length, 2 + sends.length);
      socket.close();
      await Promise.allSettled([...sends, more]);
      assert.equal(socket.bufferedAmount, 0);
    }
  });

  it("rejects the biggest message where the server closes with 1009, and keeps the others", async () => {
    const { socket, line, dialled, pass, lines } = await openSocket({}, { limits: { messageBytes: 1e6 } });
    const [small, big, other] = ["small", "b".repeat(40_000), "other"].map((data) => socket.send(data));
    line.end(1009);
    const error = await caught(big!);
    assert.ok(isHomeError(error, "bad-message"));
    assert.equal(error.details.reason, "too-big");
    const next = await dialled(2);
    next.welcome({ resumed: true });
    await pass(0);
    assert.deepEqual(
      next.sent.slice(1).map(({ data }) => data),
      ["small", "other"],
    );
    for (const id of ["1", "3"]) {
      next.say({ type: "ack", id });
    }
    await Promise.all([small, other]);
    // Over nothing of ours: nothing is rejected.
    const unsent = dialled(3);
    next.end(1009);
    const waiting = socket.send("waits");
    (await unsent).welcome({ resumed: true });
    await pass(0);
    lines[2]!.say({ type: "ack", id: "4" });
    await waiting;
  });

  it("rejects the message over which the server closes five connections, and sends the next", async () => {
    for (const code of [1002, 1003, 1007, 1008, 1011]) {
      const { socket, line, dialled, pass, lines } = await openSocket();
      const poison = caught(socket.send("poison"));
      const next = socket.send("next");
      let current = line;
      for (let count = 2; count <= 6; count++) {
        current.end(code);
        current = await dialled(count);
        current.welcome({ resumed: true });
        await pass(0);
      }
      const error = await poison;
      assert.ok(isHomeError(error, "bad-message"));
      assert.deepEqual(error.details, { reason: "closed", status: code, bytes: 42 });
      assert.deepEqual(current.sent.at(-1).data, "next");
      current.say({ type: "ack", id: "2" });
      await next;
      assert.equal(lines.length, 6);
    }
  });

  it("keeps a message through any number of connections that the network or a deployment ends", async () => {
    const { socket, line, dialled, pass } = await openSocket();
    const sending = socket.send("kept");
    let current = line;
    for (const [index, code] of [1006, 1001, 4401, 4421, 4503, 1000, 1006, 1006, 1006, 1006, 1006].entries()) {
      current.end(code);
      current = await dialled(index + 2);
      current.welcome({ resumed: true });
      await pass(0);
      assert.equal(current.sent.at(-1).data, "kept", String(code));
    }
    current.say({ type: "ack", id: "1" });
    await sending;
  });

  it("lets a listener that throws harm nobody: the error is the app's, and all goes on", async () => {
    const seen: unknown[] = [];
    const handlers = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => seen.push(error.message));
    try {
      const { connect, dialled, pass, events: reported, lines } = socketWorld();
      const socket = connect();
      for (const type of ["open", "message", "lost", "notice", "reset"] as const) {
        socket.on(type, () => {
          throw new Error(`of ${type}`);
        });
      }
      const line = await dialled(1);
      line.welcome();
      await pass(0);
      const sending = socket.send("x");
      for (const seq of [1, 2]) {
        line.say({ type: "event", seq, data: seq });
      }
      line.say({ type: "notice", notice: { kind: "returned" } });
      line.say({ type: "ack", id: "1" });
      await sending;
      await pass(50);
      assert.deepEqual(line.sent.at(-1), { action: "ack", seq: 2 });
      line.end(1006);
      const next = await dialled(2);
      next.welcome({ session: "s2" });
      await pass(0);
      assert.deepEqual([socket.state, reported.message, lines.length], ["open", [1, 2], 2]);
      assert.deepEqual(seen, ["of open", "of message", "of message", "of notice", "of lost", "of reset", "of open"]);
      socket.close();
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const handler of handlers) {
        process.on("uncaughtException", handler);
      }
    }
  });
});

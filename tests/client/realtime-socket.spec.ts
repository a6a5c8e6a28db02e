/** A socket in virtual time: what it dials and when, until it is welcome. */
import assert from "node:assert/strict";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const primary = "wss://ca.ws.example.com/";
const standby = "wss://ca-west-1.ca.ws.example.com/";
const hello = { action: "hello", resume: null };

describe("client realtime socket", () => {
  it("dials home with its protocol and token, says hello, and is open when it is welcome", async () => {
    const {
      socket,
      line,
      events: reported,
      measurements,
    } = await openSocket({ getToken: () => "t0k" }, { path: "/live" });
    assert.deepEqual([line.url, line.protocols], [`${primary}live`, ["home-region.v1", "bearer.t0k"]]);
    assert.deepEqual(line.sent, [hello]);
    assert.deepEqual([socket.state, socket.region], ["open", "ca-central-1"]);
    assert.deepEqual(reported.open, [{ region: "ca-central-1", jurisdiction: "CA", resumed: false }]);
    assert.deepEqual([reported.reset, reported.lost], [[], []]);
    const connects = measurements.filter(({ kind }) => kind === "connect");
    assert.deepEqual(
      connects.map(({ region, status, attempts }) => [region, status, attempts]),
      [["ca-central-1", 101, 1]],
    );
  });

  it("measures how long connecting took, rounds that failed among the attempts", async () => {
    const { pass, connect, dialled, measurements, virtual } = socketWorld();
    connect();
    (await dialled(1)).end(1006);
    (await dialled(2)).end(1006);
    const line = await dialled(3);
    await pass(70);
    line.welcome();
    await pass(0);
    const measurement = measurements.find(({ kind }) => kind === "connect");
    assert.deepEqual([measurement?.ms, measurement?.attempts], [70, 2]);
    assert.equal(measurement?.at, virtual.now() - 70);
  });

  it("gives no token where there is none, and dials the root", async () => {
    const { line } = await openSocket();
    assert.deepEqual([line.url, line.protocols], [primary, ["home-region.v1"]]);
  });

  it("goes to the next endpoint when it is not welcome within its time", async () => {
    for (const [how, ms] of [
      [undefined, 5000],
      [{ connectMs: 1200 }, 1200],
    ] as const) {
      const { connect, dialled, pass, lines } = socketWorld({}, how);
      connect();
      const first = await dialled(1);
      first.open();
      await pass(ms - 1);
      assert.equal(lines.length, 1);
      await pass(1);
      const second = await dialled(2);
      assert.deepEqual([second.url, second.at - first.at, first.closed], [standby, ms, 4000]);
    }
  });

  it("refuses a first word that is no welcome, and a welcome from elsewhere", async () => {
    for (const word of [
      { type: "event", seq: 1, data: 1 },
      { type: "welcome", session: "s", jurisdiction: "US", region: "us-east-1" },
      { type: "bye", jurisdiction: "CA" },
      null,
    ]) {
      const { connect, dialled, events: reported } = socketWorld();
      const socket = connect();
      const first = await dialled(1);
      first.open();
      first.say(word);
      assert.equal((await dialled(2)).url, standby);
      assert.deepEqual([first.closed, socket.state, reported.open, reported.lost], [4000, "connecting", [], []]);
    }
  });

  it("refuses what is not JSON: hangs up, and looks for another connection", async () => {
    const { line, events: reported, dialled, lines } = await openSocket();
    line.text("{");
    assert.deepEqual([line.closed, reported.lost], [4000, [{ code: 4000, reason: "not JSON" }]]);
    assert.equal((await dialled(2)).url, primary);
    lines[1]!.open();
    assert.deepEqual(lines[1]!.sent, [{ action: "hello", resume: { session: "s1", after: 0 } }]);
  });

  it("goes on where the platform refuses to make a socket", async () => {
    let made = 0;
    class Refusing {
      constructor() {
        made++;
        throw new Error("SecurityError");
      }
    }
    const { connect, pass, setRandom } = socketWorld({ WebSocket: Refusing });
    setRandom(1);
    const socket = connect();
    await pass(1900);
    assert.deepEqual([made, socket.state], [2, "connecting"]);
    await pass(200);
    assert.equal(made, 4);
    socket.close();
  });

  it("waits twice as long after each round, up to half a minute, and asks the lookup before the next", async () => {
    const { connect, dialled, lines, setRandom, lookups } = socketWorld();
    setRandom(1);
    const socket = connect();
    for (let count = 1; count <= 18; count++) {
      (await dialled(count)).end(1006);
    }
    const rounds = lines.filter(({ url }) => url === primary).map(({ at }) => at);
    const waits = rounds.slice(1).map((time, index) => Math.round((time - rounds[index]!) / 100) * 100);
    assert.deepEqual(waits, [2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    assert.equal(lookups(), 1 + 8);
    socket.close();
  });

  it("begins with the endpoint that the client uses", async () => {
    const { virtual, home, connect, dialled } = socketWorld();
    virtual.hosts.set("ca-west-1.ca.api.example.com", () => ({ status: 200 }));
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile"));
    }
    assert.equal(home.status.region, "ca-west-1");
    connect();
    assert.equal((await dialled(1)).url, standby);
    (await dialled(1)).end(1006);
    assert.equal((await dialled(2)).url, primary);
  });

  it("begins with the first endpoint where the client uses none", async () => {
    const { virtual, home, connect, dialled } = socketWorld();
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    }
    assert.equal(home.status.endpoint, null);
    connect();
    assert.equal((await dialled(1)).url, primary);
  });

  it("asks for a newer token once, after a round that failed, a 4401 and a bye for the token", async () => {
    const asked: boolean[] = [];
    const { connect, dialled, pass } = socketWorld({
      getToken: ({ refresh }) => {
        asked.push(refresh);
        return "t";
      },
    });
    connect();
    for (let count = 1; count <= 6; count++) {
      (await dialled(count)).end(1006);
    }
    (await dialled(7)).welcome();
    await pass(0);
    assert.deepEqual(asked.splice(0), [false, true, false, false]);
    (await dialled(7)).end(4401);
    (await dialled(8)).welcome();
    await pass(0);
    assert.deepEqual(asked.splice(0), [true]);
    (await dialled(8)).say({ type: "bye", reason: "token" });
    (await dialled(9)).welcome();
    await pass(0);
    assert.deepEqual(asked.splice(0), [true]);
    (await dialled(9)).end(1006);
    (await dialled(10)).welcome();
    await pass(0);
    assert.deepEqual(asked.splice(0), [false]);
    (await dialled(10)).say({ type: "bye", reason: "restart" });
    await dialled(11);
    assert.deepEqual(asked, [false]);
  });

  it("goes on with the home that it knows where no lookup answers, and with an app that has no token yet", async () => {
    let tokens = 0;
    const { connect, dialled, virtual, home, pass } = socketWorld({
      getToken: () => (++tokens < 3 ? Promise.reject(new Error("no session")) : "t"),
    });
    await virtual.run(home.ready());
    await pass(10);
    virtual.hosts.set("api.example.com", () => ({ fault: "network" }));
    const socket = connect();
    (await dialled(1)).welcome();
    await pass(0);
    assert.deepEqual([tokens, socket.state], [3, "open"]);
  });
});

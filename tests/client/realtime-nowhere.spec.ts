/** Where no connection can be made: the app is told so within seconds, with the reason, and goes on being told. */
import assert from "node:assert/strict";
import { isHomeError } from "../../client/index";
import { on } from "../support/platform";
import { openSocket, socketWorld } from "../support/scripted-sockets";

const primary = "wss://ca.ws.example.com";
const standby = "wss://ca-west-1.ca.ws.example.com";

describe("client realtime where there is none", () => {
  it("says at once where nobody listens: which addresses, in which Region, and when it tries again", async () => {
    const { connect, dialled, pass, events: reported, lines } = socketWorld();
    const socket = connect();
    (await dialled(1)).end(1006);
    (await dialled(2)).end(1006);
    await pass(0);
    const [{ error, retryInMs }] = reported.error as [{ error: Error; retryInMs: number }];
    assert.ok(isHomeError(error, "unreachable"));
    assert.equal(
      error.message,
      `No connection in CA. ${primary} (ca-central-1): closed with 1006; ${standby} (ca-west-1): closed with 1006`,
    );
    assert.deepEqual([retryInMs, socket.state], [1000, "connecting"]);
    await pass(retryInMs + 1);
    assert.equal(lines.length, 3);
  });

  it("says so within ten seconds where everybody is silent", async () => {
    const { connect, pass, events: reported, virtual } = socketWorld();
    const start = virtual.now();
    connect();
    while (reported.error.length === 0) {
      await pass(100);
    }
    assert.ok(virtual.now() - start <= 10_200, `after ${virtual.now() - start} ms`);
    assert.match(reported.error[0]!.error.message, /no welcome in 5000 ms/);
  });

  it("gives the reason that the platform gives, and what was said in place of a welcome", async () => {
    const { connect, dialled, pass, events: reported } = socketWorld();
    connect();
    (await dialled(1)).fail("getaddrinfo ENOTFOUND ca.ws.example.com");
    const other = await dialled(2);
    other.open();
    other.say({ type: "welcome", jurisdiction: "US" });
    await pass(0);
    assert.deepEqual((reported.error[0]!.error as any).details.reasons, {
      [`${primary} (ca-central-1)`]: "getaddrinfo ENOTFOUND ca.ws.example.com",
      [`${standby} (ca-west-1)`]: "said welcome of US for a welcome",
    });
  });

  it("tells why there is no home to connect to, and what the app's own getToken threw", async () => {
    const { connect, pass, events: reported, virtual } = socketWorld();
    virtual.hosts.set("api.example.com", () => ({ fault: "network" }));
    connect();
    await pass(100);
    assert.ok(isHomeError(reported.error[0]?.error, "lookup-unreachable"));

    const mine = new Error("signed out");
    const asking = socketWorld({ getToken: () => Promise.reject(mine) });
    asking.connect();
    await asking.pass(100);
    assert.equal(asking.events.error[0]?.error, mine);
  });

  it("says it again after each round, more and more slowly, and no more once there is a connection", async () => {
    const { connect, dialled, pass, events: reported, setRandom } = socketWorld();
    setRandom(0.999);
    const socket = connect();
    for (let count = 1; count <= 8; count++) {
      (await dialled(count)).end(1006);
    }
    (await dialled(9)).welcome();
    await pass(0);
    assert.deepEqual(
      reported.error.map(({ retryInMs }) => Math.round(retryInMs / 1000)),
      [2, 4, 8, 16],
    );
    assert.equal(socket.state, "open");
  });

  it("dials at once when the platform is online again, between rounds and after a lost connection, and at no other time", async () => {
    const listeners = new Set<() => void>();
    const page = {
      addEventListener: (type: string, run: () => void) => type === "online" && listeners.add(run),
      removeEventListener: (_: string, run: () => void) => listeners.delete(run),
    };
    await on(page, async () => {
      const { connect, dialled, pass, setRandom, virtual, lines, home } = socketWorld();
      setRandom(0.999);
      // The client itself may listen, too.
      const others = listeners.size;
      const online = () => listeners.forEach((run) => void run());
      const within = async (count: number) => {
        const before = virtual.now();
        const line = await dialled(count);
        assert.ok(virtual.now() - before <= 10, `${virtual.now() - before} ms`);
        return line;
      };
      const socket = connect();
      for (let count = 1; count <= 4; count++) {
        (await dialled(count)).end(1006);
      }
      await pass(10);
      online();
      const line = await within(5);
      online();
      line.welcome();
      await pass(10);
      online();
      await pass(20_000);
      assert.deepEqual([lines.length, socket.state], [5, "open"]);
      line.end(1006);
      await pass(10);
      online();
      (await within(6)).end(1006);
      (await within(7)).end(1006);
      await pass(10);
      home.emit("status", { ...home.status, state: "home", why: "recovered" });
      (await within(8)).welcome();
      await pass(10);
      socket.close();
      assert.equal(listeners.size, others);
    });
  });

  it("leaves nothing behind where it is closed by whoever is told", async () => {
    const { connect, dialled, lines, virtual, events: reported } = socketWorld();
    const socket = connect();
    socket.on("error", () => socket.close());
    (await dialled(1)).end(1006);
    (await dialled(2)).end(1006);
    await assert.rejects(virtual.run(new Promise(() => {})), /nothing is left/);
    assert.deepEqual([lines.length, reported.error.length, reported.close.length], [2, 1, 1]);
  });
});

describe("client realtime tokens", () => {
  it("refuses a token that no WebSocket protocol can carry, once and for good, without showing it", async () => {
    for (const [token, found] of [
      ["abc/def==", '"/"'],
      ["a b", '" "'],
      ["schlüssel", '"ü"'],
      ["a,b", '","'],
      ["a\nb", '"\\n"'],
      ["{}", '"{"'],
    ] as const) {
      const { connect, pass, lines, events: reported } = socketWorld({ getToken: () => token });
      const socket = connect();
      const sending = socket.send("x").catch((error) => error);
      await pass(120_000);
      assert.deepEqual([lines.length, socket.state, reported.close], [0, "closed", [{ reason: "bad-token" }]]);
      const error = await sending;
      assert.ok(isHomeError(error, "bad-token"), token);
      assert.equal(reported.error[0]?.error, error);
      assert.ok(error.message.includes(found) && !error.message.includes(token), error.message);
    }
  });

  it("carries every token that a protocol can: a JWT, and all that RFC 9110 calls a token", async () => {
    for (const token of ["eyJhbGciOi.eyJzdWIi.c2ln-_", "!#$%&'*+-.^_`|~09azAZ"]) {
      const { line } = await openSocket({ getToken: () => token });
      assert.deepEqual(line.protocols, ["home-region.v1", `bearer.${token}`]);
    }
  });
});

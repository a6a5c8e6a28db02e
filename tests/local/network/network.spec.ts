import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { anycast } from "../../../local/data/edges";
import { InvalidInput } from "../../../model/invalid-input";
import { ManualClock } from "../../support/manual-clock";
import { type TestTwin, twinContext } from "../../support/twin-context";

describe("network", () => {
  let twin: TestTwin;
  let server: Server;
  const accepted: Socket[] = [];

  async function start(time: number | ManualClock, handle: (socket: Socket) => void) {
    twin = await twinContext(typeof time === "number" ? { speed: time } : { clock: time });
    server = createServer({ allowHalfOpen: true }, (socket) => {
      accepted.push(socket);
      socket.on("error", () => {});
      handle(socket);
    });
  }

  const echo = (socket: Socket) => void socket.pipe(socket);
  const serve = (region = "ca-central-1") =>
    twin.network.serve({ server, port: 443, place: twin.network.place(region), name: "alb" });
  const from = (name: string) => twin.network.place(name);

  afterEach(async () => {
    await twin.close();
    for (const socket of accepted.splice(0)) {
      socket.destroy();
    }
    if (server.listening) {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("carries bytes in order, both ways, to the end", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const connection = await twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 251));
    connection.end(sent);
    assert.equal(Buffer.compare(Buffer.from(await text(connection.setEncoding("latin1")), "latin1"), sent), 0);
  });

  it("loses nothing of what a server sent before it closed, however late it is read", async () => {
    await start(1000, (socket) => socket.end("x".repeat(10_000)));
    const { ip } = await serve();
    const connection = await twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    connection.end();
    await twin.clock.sleep(50_000);
    assert.equal((await text(connection)).length, 10_000);
  });

  it("takes a round trip to connect and one to answer, never less", async () => {
    await start(1, echo);
    const { ip } = await serve("us-east-1");
    const place = from("ca-central-1");
    const roundTrip = twin.network.roundTripMs(place, from("us-east-1"));
    const before = twin.clock.now();
    const connection = await twin.network.connect({ from: place, ip, port: 443, trace: "t" });
    const connected = twin.clock.now();
    connection.write("ping");
    await once(connection, "data");
    assert.ok(connected - before >= roundTrip, `${connected - before} < ${roundTrip}`);
    assert.ok(twin.clock.now() - connected >= roundTrip, `${twin.clock.now() - connected} < ${roundTrip}`);
  });

  it("tells the server who is there before the server reads anything", async () => {
    const callers: unknown[] = [];
    await start(1000, (socket) => {
      const caller = twin.network.callerOf(socket.remotePort);
      callers.push(caller && [caller.place.name, caller.ip, caller.trace]);
    });
    const { ip } = await serve();
    const cities = ["Toronto", "Chicago", "Paris"].flatMap((city) => Array<string>(30).fill(city));
    await Promise.all(
      cities.map((city, index) => twin.network.connect({ from: from(city), ip, port: 443, trace: `t${index}` })),
    );
    while (callers.length < cities.length) {
      await once(server, "connection");
    }
    const expected = cities.map((city, index) => [city, twin.network.clientIp(from(city)), `t${index}`]);
    assert.deepEqual(callers.sort(), expected.sort());
  });

  it("keeps the client's address and running trace through a proxy", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const client = { place: from("Toronto"), ip: twin.network.clientIp(from("Toronto")), trace: "first" };
    await twin.network.connect({ from: from("us-east-1"), ip, port: 443, trace: "own", via: client });
    if (accepted.length === 0) {
      await once(server, "connection");
    }
    const caller = twin.network.callerOf(accepted[0]?.remotePort);
    client.trace = "second";
    assert.deepEqual([caller?.place.name, caller?.ip, caller?.trace], ["Toronto", client.ip, "second"]);
  });

  it("reaches an anycast address at the nearest edge", async () => {
    await start(1000, echo);
    const { ip } = await twin.network.serve({ server, port: 443, place: anycast, name: "accelerator" });
    assert.match(ip, /^192\.0\.2\./);
    assert.ok(twin.network.roundTripMs(from("Paris"), anycast) < 10);
    await twin.network.connect({ from: from("Paris"), ip, port: 443, trace: "t" });
  });

  it("refuses where nothing listens", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const attempt = (port: number) => twin.network.connect({ from: from("Toronto"), ip, port, trace: "t" });
    await assert.rejects(attempt(444), { code: "ECONNREFUSED" });
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(attempt(443), { code: "ECONNREFUSED" });
  });

  describe("with a clock of its own", () => {
    let clock: ManualClock;
    const attempt = (place: string, ip: string, timeoutMs?: number) =>
      twin.network.connect({ from: from(place), ip, port: 443, trace: "t", ...(timeoutMs ? { timeoutMs } : {}) });
    /** What sockets do takes no time here; a millisecond passes each time that they have had their turn. */
    const passing = async <T>(promise: Promise<T>): Promise<T> => {
      let going = true;
      const end = () => {
        going = false;
      };
      promise.then(end, end);
      while (going) {
        await clock.advance(1);
      }
      return promise;
    };
    const open = async (place: string, region: string) => {
      clock = new ManualClock();
      await start(clock, echo);
      const { ip } = await serve(region);
      const connection = await passing(attempt(place, ip));
      let received = "";
      const errors: (string | undefined)[] = [];
      connection.on("data", (chunk) => {
        received += chunk;
      });
      connection.on("error", (error: NodeJS.ErrnoException) => errors.push(error.code));
      return { connection, received: () => received, errors };
    };
    /** Lets time pass in steps, so that sockets would have their turn. */
    const wait = async (ms: number) => {
      for (let step = 0; step < 100; step++) {
        await clock.advance(ms / 100);
      }
    };
    const down = (region: string) => twin.faults.add({ kind: "region-down", region }).id;
    const arrives = async (received: () => string, text: string) => {
      while (received() !== text) {
        await clock.advance(1);
      }
    };

    it("loses what is sent to a Region that is down, and gets through when it is back", async () => {
      clock = new ManualClock();
      await start(clock, echo);
      const { ip } = await serve();
      const fault = down("ca-central-1");
      const before = clock.now();
      await assert.rejects(passing(attempt("Toronto", ip, 4_000)), { code: "ETIMEDOUT" });
      assert.equal(clock.now() - before, 4_000);
      assert.equal(accepted.length, 0);
      const patient = attempt("Toronto", ip, 100_000);
      await clock.advance(30_000);
      twin.faults.remove(fault);
      assert.ok(await passing(patient));
    });

    it("freezes an open connection while the Region is down and loses nothing when it comes back in time", async () => {
      const { connection, received, errors } = await open("Toronto", "ca-central-1");
      const fault = down("ca-central-1");
      connection.write("hello");
      await wait(59_999);
      assert.equal(received(), "");
      twin.faults.remove(fault);
      await arrives(received, "hello");
      await clock.advance(120_000);
      assert.deepEqual(errors, []);
    });

    it("resets an open connection when the Region stays away for a minute", async () => {
      const { errors } = await open("Toronto", "ca-central-1");
      down("ca-central-1");
      await clock.advance(59_999);
      assert.deepEqual(errors, []);
      await clock.advance(2);
      assert.deepEqual(errors, ["ECONNRESET"]);
    });

    for (const [first, second] of [
      ["us-east-1", "ca-central-1"],
      ["ca-central-1", "us-east-1"],
    ] as const) {
      it(`passes nothing between two lost Regions while only ${first} is back, and goes on with both`, async () => {
        const { connection, received, errors } = await open("us-east-1", "ca-central-1");
        const [here, there] = [down(first), down(second)];
        connection.write("hello");
        twin.faults.remove(here);
        await wait(50_000);
        assert.equal(received(), "");
        twin.faults.remove(there);
        await arrives(received, "hello");
        assert.deepEqual(errors, []);
      });
    }

    it("counts the minute from the first loss, whichever Region is lost or back meanwhile", async () => {
      const { errors } = await open("us-east-1", "ca-central-1");
      const fault = down("us-east-1");
      await clock.advance(30_000);
      down("ca-central-1");
      await clock.advance(10_000);
      twin.faults.remove(fault);
      await clock.advance(19_999);
      assert.deepEqual(errors, []);
      await clock.advance(2);
      assert.deepEqual(errors, ["ECONNRESET"]);
    });

    it("freezes what is opened towards a Region that is lost meanwhile", async () => {
      clock = new ManualClock();
      await start(clock, echo);
      const { ip } = await serve();
      const opening = attempt("Vancouver", ip);
      // The SYN is under way: the connection comes to be while its Region is gone.
      await clock.advance(1);
      const fault = down("ca-central-1");
      const connection = await passing(opening);
      let received = "";
      connection.on("data", (chunk) => {
        received += chunk;
      });
      connection.write("hello");
      await wait(50_000);
      assert.equal(received, "");
      twin.faults.remove(fault);
      await arrives(() => received, "hello");
    });
  });

  it("answers later from a slow Region", async () => {
    await start(100, echo);
    const { ip } = await serve();
    const connection = await twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    twin.faults.add({ kind: "region-slow", region: "ca-central-1", delayMs: 3_000 });
    const before = twin.clock.now();
    connection.write("ping");
    await once(connection, "data");
    assert.ok(twin.clock.now() - before >= 3_000);
  });

  it("passes nothing over a link that is cut, other ways being whole, and later over one that lags", async () => {
    await start(100, echo);
    const { ip } = await serve();
    const connect = (place: string) =>
      twin.network.connect({ from: from(place), ip, port: 443, trace: "t", timeoutMs: 5_000 });
    const open = await connect("us-east-1");
    const { id } = twin.faults.add({ kind: "link-cut", region: "us-east-1", peerRegion: "ca-central-1" });
    await assert.rejects(connect("us-east-1"), { code: "ETIMEDOUT" });
    (await connect("us-west-2")).destroy();
    (await connect("Toronto")).destroy();
    open.write("ping");
    let heard = false;
    open.once("data", () => {
      heard = true;
    });
    await twin.clock.sleep(5_000);
    assert.equal(heard, false);
    twin.faults.remove(id);
    await once(open, "data");
    twin.faults.add({ kind: "link-lag", region: "us-east-1", peerRegion: "ca-central-1", delayMs: 1_000 });
    const before = twin.clock.now();
    open.write("ping");
    await once(open, "data");
    assert.ok(twin.clock.now() - before >= 2_000, "there and back");
  });

  it("takes no connection to a service that is down, while others in its Region answer", async () => {
    await start(100, echo);
    const place = twin.network.place("ca-central-1");
    const { ip: struck } = await twin.network.serve({ server, port: 443, place, name: "api", service: "api-gateway" });
    const { ip: whole } = await twin.network.serve({ server, port: 443, place, name: "alb", service: "load-balancer" });
    const connect = (ip: string) =>
      twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t", timeoutMs: 5_000 });
    const { id } = twin.faults.add({ kind: "service-down", region: "ca-central-1", service: "api-gateway" });
    await assert.rejects(connect(struck), { code: "ETIMEDOUT" });
    (await connect(whole)).destroy();
    twin.faults.remove(id);
    (await connect(struck)).destroy();
  });

  it("forgets a server that has closed", async () => {
    await start(1000, echo);
    await serve();
    assert.deepEqual(
      twin.network.endpoints().map(({ name, port, place }) => [name, port, place]),
      [["alb", 443, "ca-central-1"]],
    );
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(twin.network.endpoints(), []);
  });

  it("knows every client and Region by name and by address", async () => {
    await start(1000, echo);
    const places = twin.network.places();
    assert.ok(places.length > 70);
    assert.equal(new Set(places.map((place) => twin.network.clientIp(place))).size, places.length);
    for (const place of places) {
      assert.equal(twin.network.placeOfIp(twin.network.clientIp(place)), place);
    }
    assert.equal(twin.network.placeOfIp("192.0.2.1"), undefined);
  });

  it("refuses an unknown place with the list of those it knows", async () => {
    await start(1000, echo);
    assert.throws(
      () => twin.network.place("Atlantis"),
      (error: Error) => {
        return error instanceof InvalidInput && /"Atlantis".*Toronto.*ca-central-1/.test(error.message);
      },
    );
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { ManualClock } from "../../support/manual-clock";
import { echo, useNetwork } from "../../support/served-network";

describe("network, under faults", () => {
  const used = useNetwork();
  const { accepted, start, serve, from } = used;

  describe("with a clock of its own", () => {
    let clock: ManualClock;
    const attempt = (place: string, ip: string, timeoutMs?: number) =>
      used.twin.network.connect({ from: from(place), ip, port: 443, trace: "t", ...(timeoutMs ? { timeoutMs } : {}) });
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
    const down = (region: string) => used.twin.faults.add({ kind: "region-down", region }).id;
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
      used.twin.faults.remove(fault);
      assert.ok(await passing(patient));
    });

    it("freezes an open connection while the Region is down and loses nothing when it comes back in time", async () => {
      const { connection, received, errors } = await open("Toronto", "ca-central-1");
      const fault = down("ca-central-1");
      connection.write("hello");
      await wait(59_999);
      assert.equal(received(), "");
      used.twin.faults.remove(fault);
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
        used.twin.faults.remove(here);
        await wait(50_000);
        assert.equal(received(), "");
        used.twin.faults.remove(there);
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
      used.twin.faults.remove(fault);
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
      used.twin.faults.remove(fault);
      await arrives(() => received, "hello");
    });
  });

  it("answers later from a slow Region", async () => {
    await start(100, echo);
    const { ip } = await serve();
    const connection = await used.twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    used.twin.faults.add({ kind: "region-slow", region: "ca-central-1", delayMs: 3_000 });
    const before = used.twin.clock.now();
    connection.write("ping");
    await once(connection, "data");
    assert.ok(used.twin.clock.now() - before >= 3_000);
  });

  it("passes nothing over a link that is cut, other ways being whole, and later over one that lags", async () => {
    await start(100, echo);
    const { ip } = await serve();
    const connect = (place: string) =>
      used.twin.network.connect({ from: from(place), ip, port: 443, trace: "t", timeoutMs: 5_000 });
    const open = await connect("us-east-1");
    const { id } = used.twin.faults.add({ kind: "link-cut", region: "us-east-1", peerRegion: "ca-central-1" });
    await assert.rejects(connect("us-east-1"), { code: "ETIMEDOUT" });
    (await connect("us-west-2")).destroy();
    (await connect("Toronto")).destroy();
    open.write("ping");
    let heard = false;
    open.once("data", () => {
      heard = true;
    });
    await used.twin.clock.sleep(5_000);
    assert.equal(heard, false);
    used.twin.faults.remove(id);
    await once(open, "data");
    used.twin.faults.add({ kind: "link-lag", region: "us-east-1", peerRegion: "ca-central-1", delayMs: 1_000 });
    const before = used.twin.clock.now();
    open.write("ping");
    await once(open, "data");
    assert.ok(used.twin.clock.now() - before >= 2_000, "there and back");
  });

  it("takes no connection to a service that is down, while others in its Region answer", async () => {
    await start(100, echo);
    const place = used.twin.network.place("ca-central-1");
    const { ip: struck } = await used.twin.network.serve({
      server: used.server,
      port: 443,
      place,
      name: "api",
      service: "api-gateway",
    });
    const { ip: whole } = await used.twin.network.serve({
      server: used.server,
      port: 443,
      place,
      name: "alb",
      service: "load-balancer",
    });
    const connect = (ip: string) =>
      used.twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t", timeoutMs: 5_000 });
    const { id } = used.twin.faults.add({ kind: "service-down", region: "ca-central-1", service: "api-gateway" });
    await assert.rejects(connect(struck), { code: "ETIMEDOUT" });
    (await connect(whole)).destroy();
    used.twin.faults.remove(id);
    (await connect(struck)).destroy();
  });
});

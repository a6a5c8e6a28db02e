/** Whatever the network and the servers do to a socket: at home, in order, nothing twice, nothing lost, and an end that is one. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createHomeClient } from "../../client/index";
import { homeResponse, lookup } from "../support/home-response";
import { createVirtual, type VirtualResponse } from "../support/virtual-network";
import { createVirtualRealtime, type Dial, type Fate } from "../support/virtual-realtime";

const fate: fc.Arbitrary<Fate> = fc.record({
  delayMs: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 3000 })),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("ok" as const) },
    { weight: 2, arbitrary: fc.constantFrom("lost" as const, "twice" as const, "late" as const) },
  ),
});
const dial: fc.Arbitrary<Dial> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("open" as const) },
  { weight: 2, arbitrary: fc.constantFrom("refused" as const, "silent" as const, "elsewhere" as const) },
);
const kinds = ["failover", "returned", "moving", "moved", "temporary-region", "unheard-of"];
const deed = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: "push" as const }) },
  { weight: 4, arbitrary: fc.constant({ do: "send" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("send what cannot be" as const),
      data: fc.constantFrom<() => unknown>(
        () => 1n,
        () => undefined,
        () => "x".repeat(40_000),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("turn away" as const),
      code: fc.constantFrom(0, 1001, 1011, 4401, 4421),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("throttle" as const), tickMs: fc.constantFrom(1, 1000, 60_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("close" as const),
      code: fc.constantFrom(1000, 1001, 1006, 1009, 4400, 4401, 4409, 4421, 4503),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("bye" as const),
      reason: fc.constantFrom("draining", "moved", "token", "replaced"),
      retryAfterMs: fc.integer({ min: 0, max: 60_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("notice" as const), kind: fc.constantFrom(...kinds), move: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("mute" as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: "forget" as const }, { do: "die" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("garbage" as const),
      message: fc.constantFrom<unknown>({}, [], null, { type: "event" }, { type: "ack", id: "99" }, { type: "bye" }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("clock" as const), ms: fc.integer({ min: -7_200_000, max: 7_200_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("lookup" as const),
      says: fc.constantFrom("truth" as const, "lie" as const, "nothing" as const),
    }),
  },
);
const step = fc.record({
  waitMs: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 60_000 })),
  deed,
});
const scenario = {
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
  fates: fc.array(fate, { minLength: 1, maxLength: 40 }),
  dials: fc.array(dial, { minLength: 1, maxLength: 12 }),
  seed: fc.nat(),
  /** Closes in the middle of it, or lives until all is well again. */
  closes: fc.boolean(),
  /** Closes while it is told its event of this number. */
  closesAt: fc.option(fc.nat(6), { freq: 5 }),
};
const lies = [homeResponse("US", { version: 9 }), { ...homeResponse("CA"), endpoints: homeResponse("US").endpoints }];

type Case = { [K in keyof typeof scenario]: (typeof scenario)[K] extends fc.Arbitrary<infer T> ? T : never };

async function live({ steps, fates, dials, seed, closes, closesAt }: Case): Promise<void> {
  const virtual = createVirtual(seed, 24 * 3_600_000);
  const reported: string[] = [];
  const resets: string[] = [];
  const ended: string[] = [];
  let opened = 0;
  let says: "truth" | "lie" | "nothing" = "truth";
  let lookups = 0;
  let asked = -Infinity;
  const timers = new Set<unknown>();
  let tickMs = 1;
  const runtime: typeof virtual.runtime = {
    ...virtual.runtime,
    setTimeout(run, ms) {
      const timer = virtual.runtime.setTimeout(
        () => {
          timers.delete(timer);
          run();
        },
        Math.ceil((virtual.now() + ms) / tickMs) * tickMs - virtual.now(),
      );
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      virtual.runtime.clearTimeout(timer);
    },
  };
  virtual.hosts.set("api.example.com", (): VirtualResponse => {
    asked = virtual.now();
    if (says === "nothing") {
      return { fault: "network" };
    }
    return { status: 200, body: says === "truth" ? homeResponse("CA") : lies[lookups++ % lies.length], delayMs: 5 };
  });
  const delivered = (session: string) => reported.filter((data) => data.startsWith(`${session} `)).length;
  const world = createVirtualRealtime(virtual, { fates, dials }, { delivered, wasOpen: () => opened > 0 });
  const home = createHomeClient({
    lookup,
    organization: "acme",
    jurisdictions: ["CA"],
    getToken: () => "token",
    WebSocket: world.WebSocket,
    runtime,
  });
  const socket = home.connect();
  socket.on("message", (data) => {
    reported.push(String(data));
    if (reported.length - 1 === closesAt) {
      socket.close();
    }
  });
  socket.on("open", () => opened++);
  socket.on("reset", ({ session }) => resets.push(session));
  socket.on("close", ({ reason }) => ended.push(reason));
  const sends: Promise<unknown>[] = [];
  const accepted: string[] = [];

  async function play(): Promise<void> {
    for (const { waitMs, deed } of steps) {
      await virtual.sleep(waitMs);
      if (deed.do === "push") {
        world.push();
      } else if (deed.do === "send") {
        const data = `m${sends.length}`;
        sends.push(
          socket.send(data).then(
            () => void accepted.push(data),
            (error) => error.code,
          ),
        );
      } else if (deed.do === "send what cannot be") {
        const before = socket.bufferedAmount;
        const code = await socket.send(deed.data()).catch((error) => error.code);
        assert.equal(code, socket.state === "closed" ? "closed" : "bad-message");
        assert.equal(socket.bufferedAmount, before);
      } else if (deed.do === "turn away") {
        world.turnsAway = deed.code;
      } else if (deed.do === "throttle") {
        tickMs = deed.tickMs;
      } else if (deed.do === "close") {
        world.close(deed.code);
      } else if (deed.do === "bye") {
        world.say({ type: "bye", reason: deed.reason, retryAfterMs: deed.retryAfterMs });
      } else if (deed.do === "notice") {
        world.say({ type: "notice", move: deed.move, notice: { kind: deed.kind, region: null, detail: null } });
      } else if (deed.do === "mute") {
        world.muted = deed.on;
      } else if (deed.do === "forget") {
        world.forget();
      } else if (deed.do === "die") {
        world.die();
      } else if (deed.do === "garbage") {
        world.say(deed.message as object);
      } else if (deed.do === "clock") {
        virtual.setClock(deed.ms);
      } else {
        says = deed.says;
      }
    }
    if (closes || ended.length > 0) {
      return;
    }
    // The network is well again: whatever has happened, the socket comes back and has everything of its session.
    world.healed = true;
    tickMs = 1;
    says = "truth";
    await virtual.sleep(600_000);
    world.push();
    await virtual.sleep(200_000);
    // A server may have ended it meanwhile.
    if (ended.length > 0) {
      return;
    }
    assert.equal(socket.state, "open");
    const { id, seq } = world.newest()!;
    assert.equal(delivered(id), seq, `session ${id} has sent ${seq} events`);
    assert.equal(world.open(), 1, "one connection");
  }
  await virtual.run(play());
  const dialled = world.dialled.length;
  socket.close();
  assert.equal(world.open(), 0, "no connection is left");
  // A question to the lookup that is under way, or waits for its turn after one that failed, has timers too: for seconds.
  if (virtual.now() - asked > 8000) {
    assert.equal(timers.size, 0, "no timer is left");
  }
  await virtual.run(virtual.sleep(30_000));
  assert.equal(timers.size, 0, "no timer comes back");
  assert.deepEqual([socket.state, ended.length, world.dialled.length], ["closed", 1, dialled]);
  await virtual.run(Promise.all(sends));

  assert.equal(socket.bufferedAmount, 0, "nothing waits for good");
  for (const start of world.dialledAt) {
    const inAMinute = world.dialledAt.filter((time) => time >= start && time < start + 60_000);
    // A clock that was moved hides from the client how long ago it connected.
    assert.ok(
      inAMinute.length <= (steps.some(({ deed }) => deed.do === "clock") ? 40 : 10),
      `${inAMinute.length} in a minute`,
    );
  }
  for (const host of world.dialled) {
    assert.ok(["ca.ws.example.com", "ca-west-1.ca.ws.example.com"].includes(host), host);
  }
  // In a session all events from the first without a gap, each once; and never back to a session that was left.
  const order: string[] = [];
  for (const data of reported) {
    const [session, seq] = data.split(" ");
    if (order.at(-1) !== session) {
      order.push(session!);
    }
    assert.equal(
      seq,
      String(reported.slice(0, reported.indexOf(data) + 1).filter((line) => line.startsWith(`${session} `)).length),
    );
  }
  assert.equal(new Set(reported).size, reported.length, "nothing twice");
  assert.equal(new Set(order).size, order.length, "no way back");
  for (const session of order.slice(1)) {
    assert.ok(resets.includes(session), "whoever misses something is told");
  }
  for (const times of world.done.values()) {
    assert.equal(times, 1, "a message is done once");
  }
  for (const data of accepted) {
    assert.equal(world.done.get(data), 1, "what was accepted is done");
  }
}

describe("client realtime properties", () => {
  it("stays at home, tells each event once and in order, loses none that can be resumed, and ends when it is closed", async () => {
    await fc.assert(fc.asyncProperty(fc.record(scenario), live), { numRuns: 300 });
  });
});

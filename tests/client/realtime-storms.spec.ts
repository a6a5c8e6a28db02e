/** Servers that welcome and close, and servers that send everybody away: how often and when clients come back, in virtual time. */
import assert from "node:assert/strict";
import { openSocket, socketWorld } from "../support/scripted-sockets";

/** Times in ms from the first on, in buckets of a second, as shares of all. */
function sharesBySecond(times: readonly number[]): number[] {
  const shares: number[] = [];
  for (const time of times) {
    const second = Math.floor(time / 1000);
    shares[second] = (shares[second] ?? 0) + 1 / times.length;
  }
  return Array.from(shares, (share) => share ?? 0);
}

const minuteMs = 60_000;

/** The most connections in any minute. */
const mostInAMinute = (times: readonly number[]) =>
  Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + minuteMs).length));

const ends = [
  { code: 4401 },
  { code: 1011 },
  { code: 4421 },
  { code: 1006 },
  { code: 1001 },
  { bye: { reason: "token" } },
  { bye: { reason: "moved" } },
  { bye: { reason: "draining" } },
  { bye: { reason: "restart" } },
] as const;

describe("client realtime storms", () => {
  it("connects at most ten times a minute to a server that welcomes and closes", async () => {
    for (const end of ends) {
      for (const random of [0, 0.5, 0.999]) {
        for (const lifeMs of [0, 5000, 29_000]) {
          const { connect, dialled, lines, pass, setRandom, virtual } = socketWorld({ getToken: () => "t" });
          setRandom(random);
          const socket = connect();
          const start = virtual.now();
          while (virtual.now() - start < 5 * minuteMs) {
            const line = await dialled(lines.length + 1);
            line.welcome({ resumed: lines.length > 1 });
            await pass(lifeMs);
            if ("code" in end) {
              line.end(end.code);
            } else {
              line.say({ type: "bye", ...end.bye });
            }
          }
          const most = mostInAMinute(lines.map(({ at }) => at));
          assert.ok(most <= 10, `${JSON.stringify({ end, random, lifeMs })}: ${most} in a minute`);
          socket.close();
        }
      }
    }
  });

  it("connects at most ten times a minute where one Region is silent and the other one closes", async () => {
    const { connect, dialled, lines, pass, virtual } = socketWorld();
    const socket = connect();
    const start = virtual.now();
    while (virtual.now() - start < 5 * minuteMs) {
      const line = await dialled(lines.length + 1);
      if (line.url.includes("ca-west-1")) {
        line.welcome();
        await pass(0);
      }
      line.end(1011);
    }
    assert.ok(mostInAMinute(lines.map(({ at }) => at)) <= 10);
    socket.close();
  });

  it("keeps nobody waiting where the clock was set back after many attempts", async () => {
    const { connect, dialled, pass, setRandom, virtual } = socketWorld();
    setRandom(0);
    connect();
    for (let count = 1; count <= 10; count++) {
      (await dialled(count)).end(1006);
    }
    virtual.setClock(-3_600_000);
    const before = virtual.now();
    (await dialled(11)).welcome();
    await pass(0);
    assert.ok(virtual.now() - before <= 30_000, `${virtual.now() - before} ms`);
  });

  it("comes back in seconds after a connection that lived, and more and more slowly after those that do not", async () => {
    const { line, dialled, pass, setRandom } = await openSocket();
    setRandom(0.999);
    let current = line;
    const waits: number[] = [];
    for (const [index, lifeMs] of [30_001, 0, 0, 0, 0, 0, 30_001, 0].entries()) {
      await pass(lifeMs);
      const before = current.at + lifeMs;
      current.end(1006);
      current = await dialled(index + 2);
      waits.push(Math.round((current.at - before) / 1000));
      current.welcome({ resumed: true });
      await pass(0);
    }
    // A glitch: within 5 s. What does not live adds 2 s, 4 s, … 30 s.
    assert.deepEqual(waits, [5, 7, 9, 13, 21, 35, 5, 7]);
  });

  for (const [name, end, fromMs, spreadMs] of [
    ["1001", (line: any) => line.end(1001), 0, 30_000],
    ["4421", (line: any) => line.end(4421), 0, 30_000],
    ["bye moved", (line: any) => line.say({ type: "bye", reason: "moved" }), 0, 30_000],
    ["bye draining", (line: any) => line.say({ type: "bye", reason: "draining" }), 0, 30_000],
    [
      "bye draining that names 7 s",
      (line: any) => line.say({ type: "bye", reason: "draining", retryAfterMs: 7000 }),
      7000,
      30_000,
    ],
    [
      "bye draining that names a minute",
      (line: any) => line.say({ type: "bye", reason: "draining", retryAfterMs: minuteMs }),
      minuteMs,
      minuteMs,
    ],
    [
      "a notice that asks to move",
      (line: any) => line.say({ type: "notice", notice: { kind: "failover" }, move: true }),
      0,
      30_000,
    ],
  ] as const) {
    it(`spreads 2,000 clients after ${name}: never more than 5 % in a second`, async () => {
      const waits: number[] = [];
      // Each client has its own luck: the numbers are spread as chance spreads them, and the same in every run.
      let state = 7;
      const chance = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      const world = await openSocket({}, {}, 2000 * 24 * 3_600_000);
      let { line } = world;
      for (let client = 0; client < 2000; client++) {
        // A connection that has lived, as most have.
        world.setRandom(0);
        await world.pass(31_000);
        world.setRandom(chance());
        const before = world.virtual.now();
        end(line);
        const next = await world.dialled(client + 2);
        waits.push(world.virtual.now() - before);
        next.welcome({ resumed: true });
        await world.pass(0);
        line = next;
      }
      const [first, last] = [Math.min(...waits), Math.max(...waits)];
      assert.ok(first >= fromMs, `the first after ${first} ms`);
      assert.ok(last - first > 0.95 * spreadMs && last - first < spreadMs + 100, `over ${last - first} ms`);
      const most = Math.max(...sharesBySecond(waits));
      assert.ok(most <= 0.05, `${most} in a second`);
    });
  }
});

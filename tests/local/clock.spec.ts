import assert from "node:assert/strict";
import { Stopped, TwinClock } from "../../local/clock";

describe("clock", () => {
  const clocks: TwinClock[] = [];
  const start = (...args: ConstructorParameters<typeof TwinClock>) => {
    const clock = new TwinClock(...args);
    clocks.push(clock);
    return clock;
  };
  afterEach(() => {
    for (const clock of clocks.splice(0)) {
      clock.stop();
    }
  });

  it("starts at the real time and goes `speed` times as fast", async () => {
    const clock = start(1_000);
    assert.ok(Math.abs(clock.now() - Date.now()) < 60_000);
    const before = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(clock.now() - before >= 15_000);
    assert.equal(clock.real(5_000), 5);
  });

  it("never wakes a sleeper early", async () => {
    for (const speed of [1, 50, 1_000, 10_000]) {
      const clock = start(speed);
      await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          const before = clock.now();
          await clock.sleep(index * speed * 0.3);
          assert.ok(clock.now() - before >= index * speed * 0.3);
        }),
      );
    }
  });

  it("goes no faster than real time while something works, and wakes nobody early or late for it", async () => {
    const clock = start(1_000);
    const asleep = clock.sleep(200_000).then(() => clock.now());
    const end = clock.now() + 200_000;
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const works = [clock.work(() => first.promise), clock.work(() => second.promise)];
    const [real, twin] = [performance.now(), clock.now()];
    const worked = () => clock.now() - twin - (performance.now() - real);
    await new Promise((resolve) => setTimeout(resolve, 30));
    first.resolve();
    await works[0];
    await new Promise((resolve) => setTimeout(resolve, 30));
    // Where it is not slowed, it is a minute ahead.
    assert.ok(worked() < 1_000, `${worked()} ms ahead`);
    second.reject(new Error("failed"));
    await assert.rejects(works[1]!, /failed/);
    const woken = await asleep;
    assert.ok(woken >= end, `${end - woken} ms early`);
    // At the pace of the work it would have waited for minutes.
    assert.ok(performance.now() - real < 60_000);
  });

  it("goes no faster than real time while this process is busy", () => {
    const clock = start(1_000);
    const [real, twin] = [performance.now(), clock.now()];
    while (performance.now() - real < 100) {}
    const passed = clock.now() - twin;
    assert.ok(passed <= 20_000 + (performance.now() - real), `${passed} ms`);
  });

  it("does not hurry for work where it is slower than life", async () => {
    const clock = start(0.001);
    const before = clock.now();
    await clock.work(() => new Promise((resolve) => setTimeout(resolve, 20)));
    assert.ok(clock.now() - before < 10);
  });

  it("repeats without overlapping itself, goes on after an error, and ends when told", async () => {
    const errors: unknown[] = [];
    const clock = start(1_000, (error) => errors.push(error));
    let running = 0;
    let most = 0;
    let runs = 0;
    const end = clock.every(1_000, async () => {
      most = Math.max(most, ++running);
      await clock.sleep(3_000);
      running--;
      if (++runs === 1) {
        throw new Error("once");
      }
    });
    while (runs < 3) {
      await clock.sleep(1_000);
    }
    end();
    assert.equal(most, 1);
    assert.deepEqual(errors.map(String), ["Error: once"]);
    await clock.sleep(10_000);
    const after = runs;
    await clock.sleep(20_000);
    assert.equal(runs, after);
  });

  it("refuses to sleep once the twin has stopped, and wakes those who do", async () => {
    const clock = start(1);
    const sleeper = assert.rejects(clock.sleep(3_600_000), Stopped);
    clock.stop();
    await sleeper;
    await assert.rejects(clock.sleep(1), Stopped);
  });

  it("refuses a speed that is not a positive number", () => {
    for (const speed of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.throws(() => start(speed), RangeError);
    }
  });
});

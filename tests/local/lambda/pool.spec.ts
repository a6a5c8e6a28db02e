import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FunctionPool, type PoolOptions } from "../../../local/lambda/pool";
import { Reaper } from "../../../local/lambda/reaper";
import { declaredFunction, functionType } from "../../../local/lambda/rules";
import { ManualClock } from "../../support/manual-clock";
import { resource } from "../../support/twin-context";

/** Everything that a function can ask the time of. */
const watch = `
const loaded = Date.now();
exports.handler = async (_, { getRemainingTimeInMillis }) => {
  const date = new Date();
  return {
    times: [loaded, Date.now(), date.getTime(), Date.parse(Date()), date.getTime()],
    left: getRemainingTimeInMillis(),
    given: [new Date(0).toISOString(), new Date(2026, 0, 2).getDate(), Date.UTC(1970, 0, 1)],
    kinds: [date instanceof Date, date.constructor === Date, class extends Date {}.name, typeof Date()],
  };
};`;

/** The pool of a function whose index.js is `code`, on a clock set by hand. */
function poolOf(code: string, limits: Pick<PoolOptions, "maxEnvironments" | "idleMs">) {
  const folder = mkdtempSync(join(tmpdir(), "pool-"));
  const clock = new ManualClock();
  const outputs = { arn: "arn", name: "f" };
  const inputs = { code: { "index.js": code } };
  const declared = declaredFunction(resource(functionType, "f", inputs, { region: "ca-central-1", outputs }));
  const reaper = new Reaper();
  const pool = new FunctionPool({
    clock,
    declared,
    folder,
    ...limits,
    variables: () => ({}),
    now: () => clock.now(),
    reaper,
    place: async () => undefined,
  });
  const close = async () => {
    await pool.stop();
    await reaper.stop();
    rmSync(folder, { recursive: true });
  };
  return { clock, declared, folder, pool, close };
}

describe("local/lambda pool", () => {
  it("gives functions the twin's time, when they are loaded and each time they are invoked", async () => {
    const [day, hour] = [86_400_000, 3_600_000];
    const { clock, declared, pool, close } = poolOf(watch, { maxEnvironments: 1, idleMs: 9 * day });
    const invoke = async () => JSON.parse((await pool.invoke("{}", "t")).result);
    try {
      await clock.advance(day);
      const began = clock.now();
      const first = await invoke();
      for (const time of first.times) {
        assert.ok(time >= began - 1_000 && time < began + hour, `${time} at ${began}`);
      }
      assert.deepEqual(first.given, ["1970-01-01T00:00:00.000Z", 2, 0]);
      assert.deepEqual(first.kinds, [true, true, "", "string"]);
      assert.ok(first.left > 0 && first.left <= declared.timeoutMs, String(first.left));
      await clock.advance(day);
      const [loaded, ...later] = (await invoke()).times;
      assert.equal(loaded, first.times[0]);
      for (const time of later) {
        assert.ok(time >= began + day - 1_000 && time < began + day + hour, `${time}`);
      }
    } finally {
      await close();
    }
  });

  it("refuses to start another process once it is closed, for who was on the way here too", async () => {
    const waits = "exports.handler = () => new Promise(() => setInterval(() => {}, 1e6))";
    const { pool, close } = poolOf(waits, { maxEnvironments: 1, idleMs: 1000 });
    try {
      const calls = Array.from({ length: 3 }, () => assert.rejects(pool.invoke("{}", "t"), { name: "FunctionError" }));
      await pool.close();
      await Promise.all(calls);
      await assert.rejects(pool.invoke("{}", "t"), { errorType: "ServiceException" });
      assert.equal(pool.size, 0);
    } finally {
      await close();
    }
  });

  it("gives environments back that have been idle for long enough, and bounds the log", async () => {
    const talks = "exports.handler = async () => (console.log('x'.repeat(6e6)), process.pid)";
    const { clock, folder, pool, close } = poolOf(talks, { maxEnvironments: 2, idleMs: 1000 });
    try {
      const { result: pid } = await pool.invoke("{}", "t");
      await pool.reclaim();
      assert.equal(pool.size, 1);
      assert.equal(statSync(join(folder, "log")).size, 0);
      await clock.advance(1000);
      await pool.reclaim();
      assert.equal(pool.size, 0);
      assert.throws(() => process.kill(Number(pid), 0), { code: "ESRCH" });
    } finally {
      await close();
    }
  });
});

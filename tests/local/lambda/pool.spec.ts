import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FunctionPool } from "../../../local/lambda/pool";
import { declaredFunction, functionType } from "../../../local/lambda/rules";
import { ManualClock } from "../../support/manual-clock";
import { resource } from "../../support/twin-context";

describe("local/lambda pool", () => {
  it("gives environments back that have been idle for long enough, and bounds the log", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pool-"));
    const clock = new ManualClock();
    const declared = declaredFunction(
      resource(
        functionType,
        "f",
        { code: { "index.js": "exports.handler = async () => (console.log('x'.repeat(6e6)), process.pid)" } },
        {
          region: "ca-central-1",
          outputs: { arn: "arn", name: "f" },
        },
      ),
    );
    const pool = new FunctionPool({ clock, declared, folder, maxEnvironments: 2, idleMs: 1000, variables: () => ({}) });
    try {
      const { answer: pid } = await pool.invoke("{}", "t");
      await pool.reclaim();
      assert.equal(pool.size, 1);
      assert.equal(statSync(join(folder, "log")).size, 0);
      await clock.advance(1000);
      await pool.reclaim();
      assert.equal(pool.size, 0);
      assert.throws(() => process.kill(Number(pid), 0), { code: "ESRCH" });
    } finally {
      await pool.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

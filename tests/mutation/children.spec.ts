import assert from "node:assert/strict";
import processes from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

describe("processes that tests start in a mutation run", () => {
  it("are told which mutant is alive, however they are started, beside what they are given", async () => {
    const { hand } = require("./children.mjs") as { hand(variables: () => Record<string, string>): void };
    const { spawn } = processes.ChildProcess.prototype as unknown as { spawn: unknown };
    const { spawnSync, execFileSync } = processes;
    const args = ["-p", "process.env.MUTANT + process.env.OWN"];
    const options = { encoding: "utf8", env: { ...process.env, OWN: "own" } } as const;
    try {
      hand(() => ({ MUTANT: "7" }));
      const child = processes.spawn(process.execPath, args, { env: options.env });
      const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
      assert.equal(said, "7own\n");
      assert.equal(processes.spawnSync(process.execPath, args, options).stdout, "7own\n");
      assert.equal(processes.execFileSync(process.execPath, args, options), "7own\n");
      assert.equal(processes.execFileSync(process.execPath, ["-p", "process.env.MUTANT"]).toString(), "7\n");
    } finally {
      Object.assign(processes.ChildProcess.prototype, { spawn });
      Object.assign(processes, { spawnSync, execFileSync });
    }
  });
});

import assert from "node:assert/strict";
import { execute, executeWithin } from "../../../ops/doctor/execute";

describe("a command that the doctor runs", () => {
  const node = (code: string) => execute(process.execPath, ["-e", code]);

  it("answers with its code and what it said, without a terminal, a pager or a look for updates", async () => {
    const code = `process.stdin.on("data", () => {}).on("end", () => {
      console.log(process.env.PULUMI_SKIP_UPDATE_CHECK, JSON.stringify(process.env.AWS_PAGER));
      console.error(" why ");
      process.exitCode = 3;
    })`;
    assert.deepEqual(await node(code), { missing: false, code: 3, stdout: 'true ""\n', stderr: "why" });
    assert.deepEqual(await node("1"), { missing: false, code: 0, stdout: "", stderr: "" });
  });

  it("is missing where there is none, and has failed where it was killed", async () => {
    assert.deepEqual(await execute("no-such-command-anywhere", []), { missing: true });
    assert.deepEqual(await node("process.kill(process.pid, 'SIGKILL')"), {
      ...{ missing: false, code: 1, stdout: "", stderr: "" },
    });
  });

  it("has failed where it gives no answer in time, and says so", async () => {
    assert.deepEqual(await executeWithin(50)(process.execPath, ["-e", "setInterval(() => {}, 1000)"]), {
      ...{ missing: false, code: 1, stdout: "", stderr: "no response within 0.05 s" },
    });
  });
});

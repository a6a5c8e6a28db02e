/** .ci/run with a `make` that only says what the real one would. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { projectRoot } from "../support/stacks";

describe(".ci/run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "home-region-ci-"));
    mkdirSync(join(folder, "bin"));
    cpSync(join(projectRoot, ".ci"), join(folder, ".ci"), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** `bodies`: what each target does, in sh. */
  function run(bodies: Record<string, string>) {
    const cases = Object.entries(bodies).map(([target, body]) => `${target}) ${body} ;;`);
    const make = `#!/bin/sh\necho "$1" >>targets\nmkdir -p .home-region\ncase $1 in ${cases.join("\n")} esac\n`;
    writeFileSync(join(folder, "bin/make"), make, { mode: 0o755 });
    const env = { ...process.env, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` };
    const { status, stdout, stderr } = spawnSync("bash", [".ci/run"], { cwd: folder, env, encoding: "utf8" });
    return { status, last: stdout.trimEnd().split("\n").at(-1), stdout, stderr };
  }
  const says = (line: string) => `echo "${line}" >.home-region/test-summary`;
  const others = {
    "test-browser": says("2 passed, 0 failed"),
    "test-recipes": says("3 passed, 0 failed"),
    "test-runtimes": says("3 passed, 0 failed"),
  };

  it("runs all targets and ends with one line over them", () => {
    const { status, last, stderr } = run({
      test: says("6800 passed, 0 failed, 2 skipped"),
      ...others,
    });
    assert.deepEqual({ status, last, stderr }, { status: 0, last: "6808 passed, 0 failed, 2 skipped", stderr: "" });
    assert.equal(readFileSync(join(folder, "targets"), "utf8"), "test\ntest-browser\ntest-recipes\ntest-runtimes\n");
  });

  it("fails with failing tests, and runs the rest all the same", () => {
    const failing = `${says("10 passed, 3 failed")}; exit 1`;
    const { status, last } = run({ test: failing, ...others });
    assert.deepEqual({ status, last }, { status: 1, last: "18 passed, 3 failed" });
  });

  it("counts what fails without a test as one failure: lint, an installation, a summary that is missing", () => {
    for (const body of ["exit 2", `${says("10 passed, 0 failed")}; exit 2`, ":"]) {
      const { status, last } = run({ test: body, ...others });
      assert.equal(status, 1, body);
      assert.match(last!, /^(8|18) passed, 1 failed$/, body);
    }
  });

  it("does not take the summary of another run for this one's", () => {
    mkdirSync(join(folder, ".home-region"));
    writeFileSync(join(folder, ".home-region/test-summary"), "99 passed, 0 failed\n");
    const { last } = run({ test: "exit 1", ...others });
    assert.equal(last, "8 passed, 1 failed");
  });

  it("fails when a process is left, names it and ends it", function () {
    if (!existsSync("/proc/self/environ")) {
      this.skip();
    }
    const leave = `setsid sleep 600 >/dev/null 2>&1 & echo $! >pid; ${says("1 passed, 0 failed")}`;
    const { status, last, stdout } = run({ test: leave, ...others });
    assert.deepEqual({ status, last }, { status: 1, last: "9 passed, 1 failed" });
    assert.match(stdout, /FAILED: processes are left, and ended now:\n *\d+ sleep 600/);
    const pid = readFileSync(join(folder, "pid"), "utf8").trim();
    const cmdline = `/proc/${pid}/cmdline`;
    assert.ok(!existsSync(cmdline) || readFileSync(cmdline, "utf8") === "");
  });
});

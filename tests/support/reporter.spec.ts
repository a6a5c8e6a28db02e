import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

describe("the reporter of make", () => {
  let folder: string;
  beforeEach(() => {
    mkdirSync(join(root, ".home-region"), { recursive: true });
    folder = mkdtempSync(join(root, ".home-region/reporter-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs specs as make does, under a guard where `env` says so. The summary goes into the folder. */
  function run(specs: Record<string, string>, env: Record<string, string> = {}, more: string[] = []) {
    const files = Object.entries(specs).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const mocha = join(root, "node_modules/mocha/bin/mocha.js");
    const options = [
      "--reporter",
      "tests/support/reporter.js",
      "--reporter-option",
      `files=${files.length},folder=${folder}`,
    ];
    const child = spawnSync(process.execPath, [mocha, ...options, ...more, ...files], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, HOME_REGION_FAST: "", ...env },
    });
    return { ...child, summary: readFileSync(join(folder, "test-summary"), "utf8") };
  }

  const failing = `interface Unused {\n  a: string;\n}\ntype More = Unused;\ndescribe("x", () => {
  it("passes", () => {});\n  it.skip("waits", () => {});\n  it("fails", () => {\n    throw new Error("broken");\n  });\n});`;

  it("says how far it is, names a failure at once with its line in TypeScript, and keeps the counts", () => {
    const { status, stdout, summary } = run({ "a.spec.ts": failing, "b.spec.ts": 'it("is", () => {});' });
    assert.equal(status, 1);
    const lines = stdout.split("\n");
    assert.deepEqual(
      lines.filter((line) => /^(progress|FAILED)/.test(line)),
      [
        "progress: file 1 of 2; 1 passed, 0 failed",
        "progress: file 2 of 2; 2 passed, 0 failed",
        "progress: file 2 of 2; 2 passed, 0 failed, 1 skipped",
        "FAILED: x fails",
        "progress: file 2 of 2; 2 passed, 1 failed, 1 skipped",
        "progress: 2 passed, 1 failed, 1 skipped",
      ],
    );
    assert.match(stdout, /a\.spec\.ts:9:11/);
    assert.equal(summary, "2 passed, 1 failed, 1 skipped\n");
  });

  it("names a test that is tried again, and counts it once", () => {
    const text = `let times = 0;\nit("passes at last", () => { if (times++ < 1) { throw new Error("too slow"); } });`;
    const { status, stdout, summary } = run({ "a.spec.ts": text }, {}, ["--retries", "1"]);
    assert.equal(status, 0);
    assert.match(stdout, /^RETRIED: passes at last: too slow$/m);
    assert.equal(summary, "1 passed, 0 failed\n");
  });

  it("refuses a spec of make check that starts a process, with what to do", () => {
    for (const call of ['spawn("true")', 'execFileSync("true")', 'exec("true")', 'fork("x.js")']) {
      const text = `it("starts one", () => { require("node:child_process").${call}; });`;
      const { status, stdout } = run({ "a.spec.ts": text }, { HOME_REGION_FAST: "1" });
      assert.equal(status, 1, call);
      assert.match(
        stdout,
        /make check runs no spec that starts a process: the lists in cli\/make\/specs\.js must name/,
      );
    }
  });
});

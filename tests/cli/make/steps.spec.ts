import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Step {
  name: string;
  title: string;
  command: string[];
  progress?: () => string;
  reads?: (line: string) => string;
  killAfterMs?: number;
}
interface Out {
  isTTY?: boolean;
  columns?: number;
  write(text: string): void;
}
const { Steps, duration } = require("../../../cli/make/steps") as {
  Steps: new (options: {
    out: Out;
    logs: string;
  }) => {
    run(steps: Step[]): Promise<number>;
    stop(signal: string): void;
  };
  duration(ms: number): string;
};

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("make's steps", () => {
  const folder = mkdtempSync(join(tmpdir(), "home-region-steps-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let text: string;
  beforeEach(() => {
    text = "";
  });

  const on = (terminal: Partial<Out> = {}) =>
    new Steps({ out: { ...terminal, write: (more) => (text += more) }, logs: join(folder, "logs") });
  const step = (title: string, script: string, rest: Partial<Step> = {}): Step => ({
    name: title,
    title,
    command: ["sh", "-c", script],
    ...rest,
  });
  /** Seconds are not this test's business. */
  const lines = () => text.replace(/\d+ s/g, "N s").trimEnd().split("\n");

  it("are numbered, keep what they print back, and keep it in a file", async () => {
    const code = await on().run([step("one", "echo hidden; echo 'progress: 3 of 4'"), step("two", "true")]);
    assert.equal(code, 0);
    assert.deepEqual(lines(), ["[1/2] one …", "[1/2] one: 3 of 4, N s", "[2/2] two …", "[2/2] two, N s"]);
    assert.equal(readFileSync(join(folder, "logs/one.log"), "utf8"), "hidden\n");
  });

  it("show all that a failing one printed, and end there with its code", async () => {
    const never = join(folder, "never");
    const failing = step("types", "echo first; echo second >&2; printf 'without end'; exit 3");
    assert.equal(await on().run([failing, step("next", `touch ${never}`)]), 3);
    const [start, ...shown] = lines();
    assert.equal(start, "[1/2] types …");
    assert.equal(shown.pop(), "[1/2] types: failed after N s (3)");
    assert.deepEqual(shown.sort(), ["first", "second", "without end"]);
    assert.equal(existsSync(never), false);
  });

  it("fail when a signal ends them", async () => {
    assert.notEqual(await on().run([step("killed", "kill -9 $$")]), 0);
    assert.match(text, /killed: failed after \d+ s \(SIGKILL\)/);
  });

  it("fail by name where the program is missing", async () => {
    assert.equal(await on().run([{ name: "x", title: "x", command: ["no-such-program"] }]), 1);
    assert.match(text, /no-such-program could not be started: .*ENOENT/);
  });

  it("show what was skipped, failed or is worth a note at once, and nothing else", async () => {
    const script = "echo 'SKIPPED: no browser'; echo 'FAILED: a test'; echo 'NOTE: slow'; echo 'SKIPPEDNESS'";
    await on().run([step("tests", script)]);
    assert.deepEqual(lines().slice(1, -1), ["SKIPPED: no browser", "FAILED: a test", "NOTE: slow"]);
  });

  it("change one line on a terminal, from the start, never longer than it is wide", async () => {
    const progress = () => "12 of 640";
    await on({ isTTY: true, columns: 34 }).run([step("install packages", "sleep 0.3", { progress })]);
    const shown = text.split("\r\x1b[K").slice(1);
    assert.equal(shown[0], "[1/1] install packages: 12 of 64…");
    assert.ok(shown.length > 2);
    assert.match(shown.at(-1)!, /^\[1\/1\] install packages: 12 of 640, 0 s\n$/);
    for (const line of shown.slice(0, -1)) {
      assert.ok(line.length < 34, line);
    }
  });

  it("read how far they are from what a program prints in its own way", async () => {
    const reads = (line: string) => /^pct (\d+)/.exec(line)?.[1] ?? "";
    await on().run([step("fetch", "echo pct 40; echo other", { reads })]);
    assert.equal(lines().at(-1), "[1/1] fetch: 40, N s");
    assert.equal(readFileSync(join(folder, "logs/fetch.log"), "utf8"), "other\n");
  });

  it("end with all that they started when they are interrupted, and say so", async () => {
    const pid = join(folder, "pid");
    const steps = on();
    const ended = steps.run([step("long", `sleep 600 & echo $! >${pid}; wait`), step("next", "true")]);
    while (!existsSync(pid) || !readFileSync(pid, "utf8").endsWith("\n")) {
      await sleep(10);
    }
    steps.stop("SIGTERM");
    assert.equal(await ended, 130);
    assert.match(text, /long: stopping …\n.*long: interrupted after \d+ s; the same command begins it anew/);
    assert.doesNotMatch(text, /next/);
    await gone(Number(readFileSync(pid, "utf8")));
  });

  it("end what does not end by itself when it is interrupted", async () => {
    const ready = join(folder, "ready");
    const steps = on();
    const script = `trap '' TERM; touch ${ready}; while :; do sleep 0.05; done`;
    const ended = steps.run([step("deaf", script, { killAfterMs: 0 })]);
    while (!existsSync(ready)) {
      await sleep(10);
    }
    steps.stop("SIGTERM");
    assert.equal(await ended, 130);
  });

  it("leave nothing behind that they started", async () => {
    const pid = join(folder, "left");
    await on().run([step("leaves", `sleep 600 >/dev/null 2>&1 & echo $! >${pid}`)]);
    await gone(Number(readFileSync(pid, "utf8")));
  });

  it("are told in seconds and minutes", () => {
    assert.deepEqual([0, 59_999, 60_000, 605_000].map(duration), ["0 s", "59 s", "1 min 00 s", "10 min 05 s"]);
  });

  it("refuses a verb that there is not", async () => {
    const main = join(__dirname, "../../../cli/make/main.js");
    const child = spawn(process.execPath, [main, "tset"], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (more) => (said += more));
    assert.equal(await new Promise((resolve) => child.once("close", resolve)), 2);
    assert.equal(
      said,
      'unknown target "tset"; valid targets: setup, check, test, test-browser, test-runtimes, test-recipes\n',
    );
  });

  async function gone(pid: number): Promise<void> {
    for (let turn = 0; turn < 1000 && alive(pid); turn++) {
      await sleep(10);
    }
    const left = alive(pid);
    if (left) {
      process.kill(pid, "SIGKILL");
    }
    assert.equal(left, false, "a process is left");
  }
});

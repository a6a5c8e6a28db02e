/**
 * Runs steps one after another and shows for each which it is, how far it is and for how long: on a terminal in one line that
 * changes, elsewhere in lines. What a step prints is kept back, shown whole if it fails, and kept in a file.
 */
const { spawn } = require("node:child_process");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

/** A line of a step's output that begins so says how far the step is; one that matches `loud` is shown at once. */
const progressMark = "progress: ";
const loud = /^(SKIPPED|FAILED|RETRIED|NOTE)\b/;
const lineEveryMs = 15_000;
/** As long as a twin may take to stop. A step that has nothing to put away says less. */
const killAfterMs = 6_000;

class Steps {
  #out;
  #tty;
  #logs;
  #child;
  #step;
  #stopped;

  constructor({ out = process.stdout, logs }) {
    this.#out = out;
    this.#tty = Boolean(out.isTTY);
    this.#logs = logs;
  }

  /** Ends with the first step that fails. Resolves to the exit code. */
  async run(steps, total = steps.length) {
    for (const [index, step] of steps.entries()) {
      const code = await this.#run(step, `[${index + 1}/${total}] ${step.title}`);
      if (this.#stopped) {
        return 130;
      }
      if (code !== 0) {
        return code;
      }
    }
    return 0;
  }

  /** Ends what runs, with all that it started; the second time at once. */
  stop(signal) {
    signalGroup(this.#child, this.#stopped ? "SIGKILL" : signal);
    if (this.#stopped || !this.#step) {
      return;
    }
    this.#stopped = true;
    this.#say(`${this.#step.title}: stopping …`);
    setTimeout(() => signalGroup(this.#child, "SIGKILL"), this.#step.killAfterMs ?? killAfterMs).unref();
  }

  async #run(step, name) {
    this.#step = step;
    const began = Date.now();
    const elapsed = () => duration(Date.now() - began);
    let detail = "";
    const line = () => `${name}${detail && `: ${detail}`} … ${elapsed()}`;
    const show = () => {
      if (this.#stopped) {
        return;
      }
      detail = step.progress?.() || detail;
      if (this.#tty) {
        this.#out.write(`\r\x1b[K${cut(line(), this.#out.columns)}`);
      } else {
        this.#out.write(`${line()}\n`);
      }
    };
    if (this.#tty) {
      show();
    } else {
      this.#out.write(`${name} …\n`);
    }
    const timer = setInterval(show, this.#tty ? 200 : lineEveryMs);
    const { code, output } = await this.#spawn(step, (text) => {
      const told = step.reads?.(text) ?? (text.startsWith(progressMark) ? text.slice(progressMark.length) : "");
      if (told) {
        detail = told;
      } else if (loud.test(text)) {
        this.#say(text);
      }
      return !told;
    });
    clearInterval(timer);
    this.#keep(step, output);
    if (code === 0) {
      this.#say(`${name}${detail && `: ${detail}`}, ${elapsed()}`);
    } else if (this.#stopped) {
      this.#say(`${name}: interrupted after ${elapsed()}; the same command begins it anew`);
    } else {
      this.#say(`${output.trimEnd()}\n${name}: failed after ${elapsed()} (${code})`);
    }
    return code === 0 ? 0 : Number(code) || 1;
  }

  /** In a process group of its own, so that nothing of it outlives it. */
  async #spawn({ command: [program, ...args], env, cwd }, onLine) {
    const stdio = ["ignore", "pipe", "pipe"];
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio, detached: true });
    this.#child = child;
    const kept = [];
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (text) => onLine(text) && kept.push(text));
    }
    const code = await new Promise((resolve) => {
      child.once("error", (error) => {
        kept.push(`${program} could not be started: ${error.message}`);
        resolve(1);
      });
      child.once("close", (status, signal) => resolve(signal ?? status));
    });
    signalGroup(child, "SIGKILL");
    this.#child = undefined;
    return { code, output: `${kept.join("\n")}\n` };
  }

  #say(text) {
    this.#out.write(`${this.#tty ? "\r\x1b[K" : ""}${text}\n`);
  }

  #keep({ name }, output) {
    mkdirSync(this.#logs, { recursive: true });
    writeFileSync(join(this.#logs, `${name}.log`), output);
  }
}

function signalGroup(child, signal) {
  if (!child?.pid) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // None of the group is left.
  }
}

function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/** A line that wraps could not be overwritten. */
const cut = (text, columns = 80) => (text.length < columns ? text : `${text.slice(0, columns - 2)}…`);

module.exports = { Steps, duration, progressMark };

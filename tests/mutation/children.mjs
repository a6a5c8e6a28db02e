/**
 * Mutants reach the processes that tests start: the active one by the variable that Stryker's own code in the mutated
 * sources reads, and what a process covers by a file that child.cjs writes.
 */
import processes, { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const hook = fileURLToPath(new URL("child.cjs", import.meta.url));

/** Variables for every process that is started from now on, asked for at each start. @param {() => Record<string, string>} variables */
export function hand(variables) {
  const { spawn } = ChildProcess.prototype;
  ChildProcess.prototype.spawn = function (options) {
    const more = Object.entries(variables()).map(([name, value]) => `${name}=${value}`);
    return spawn.call(this, { ...options, envPairs: [...(options.envPairs ?? []), ...more] });
  };
  for (const name of ["spawnSync", "execFileSync"]) {
    const start = processes[name];
    processes[name] = (file, ...rest) => {
      const args = Array.isArray(rest[0]) ? rest[0] : [];
      const options = rest.find((one) => one && !Array.isArray(one)) ?? {};
      return start(file, args, { ...options, env: { ...(options.env ?? process.env), ...variables() } });
    };
  }
}

/** What the processes that are started during a dry run cover, by the test that starts them. */
export class Covered {
  #folder = mkdtempSync(join(tmpdir(), "mutation-covered-"));
  #tests = [];

  variables(test) {
    this.#tests.push(test);
    const file = join(this.#folder, String(this.#tests.length - 1));
    return { NODE_OPTIONS: `--require=${hook}`, MUTATION_COVERED: file };
  }

  /** Adds it to the coverage of this process, and removes the files. */
  addTo(coverage) {
    for (const name of readdirSync(this.#folder)) {
      const test = this.#tests[Number.parseInt(name, 10)];
      const { static: always, perTest } = JSON.parse(readFileSync(join(this.#folder, name), "utf8"));
      for (const counts of [always, ...Object.values(perTest)]) {
        if (test === undefined) {
          coverage.static = plus(coverage.static, counts);
        } else {
          coverage.perTest[test] = plus(coverage.perTest[test], counts);
        }
      }
    }
    rmSync(this.#folder, { recursive: true });
  }
}

/** Counts by mutant, added up. */
export function plus(counts = {}, more = {}) {
  const all = { ...counts };
  for (const [mutant, count] of Object.entries(more)) {
    all[mutant] = (all[mutant] ?? 0) + count;
  }
  return all;
}

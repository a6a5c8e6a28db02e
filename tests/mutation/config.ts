import type { PartialStrykerOptions } from "@stryker-mutator/api/core";

/** What is mutated of one folder of the project, and which tests judge it. */
export interface Folder {
  /** Patterns of files; with `!` what is left out of them, because it only starts something. */
  readonly mutate: readonly string[];
  /** In this order, as far as the first that fails: first what finds most in the least time. */
  readonly spec: readonly string[];
  /** After `spec`. Seconds each: only for mutants of the folder that they mirror. @default none */
  readonly slow?: readonly string[];
  /** Modules that stay loaded from one mutant to the next: dear to load, and nothing in them is mutated. @default none */
  readonly kept?: readonly string[];
  /** Percent that the tests must find, at least. */
  readonly goal: number;
  /** The same of each folder in it. @default none */
  readonly goalOfEach?: number;
  /** Modules that are loaded before the tests. @default none */
  readonly first?: readonly string[];
  /**
   * What runs once serves all tests: each of them judges every mutant, and all but the slow ones in one go. Without it a
   * mutant is judged by the tests that reach it, the likeliest to fail first. @default false
   */
  readonly atOnce?: boolean;
  /**
   * A test in which nothing runs for so many seconds waits for what will not come, and has failed: without it that takes the
   * test's whole time. Not for tests that wait for other processes. @default none
   */
  readonly idleSeconds?: number;
}

/** Handed on to runner.mjs. */
export interface Settings extends PartialStrykerOptions {
  readonly mutate: string[];
  readonly jsonReporter: { readonly fileName: string };
  readonly mocha: Required<Pick<Folder, "spec" | "slow" | "kept" | "first" | "atOnce" | "idleSeconds">>;
}

/** Stryker's settings: https://stryker-mutator.io/docs/stryker-js/configuration/ `only`: patterns of some files. */
export function configOf(name: string, folder: Folder, only: readonly string[] = []): Settings {
  const { mutate, spec, slow = [], kept = [], first = [], atOnce = false, idleSeconds = 0 } = folder;
  return {
    testRunner: "mocha-again",
    plugins: ["./tests/mutation/runner.mjs"],
    mutate: only.length > 0 ? [...only, ...mutate.filter((pattern) => pattern.startsWith("!"))] : [...mutate],
    coverageAnalysis: atOnce ? "off" : "perTest",
    ignoreStatic: false,
    concurrency: 1,
    // A machine that is busy with others must not make a test that takes long one that never ends.
    timeoutMS: 30_000,
    timeoutFactor: 3,
    // What is loaded again and again leaves something behind each time.
    maxTestRunnerReuse: 200,
    incremental: true,
    incrementalFile: `reports/mutation-${name}-incremental.json`,
    ignorePatterns: [".stryker-tmp", "docs/pictures", "examples", "reports"],
    tempDirName: `.stryker-tmp/${name}`,
    cleanTempDir: "always",
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: `reports/mutation-${name}.json` },
    // Of `mocha` below, and of mutants that need the tests loaded again.
    warnings: { unknownOptions: false, slow: false, preprocessorErrors: true, unserializableOptions: true },
    mocha: { spec: [...spec, ...slow], slow, kept, first, atOnce, idleSeconds },
  };
}

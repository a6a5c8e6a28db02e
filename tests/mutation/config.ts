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
  /** `off`: every test judges every mutant, where what runs once serves all tests. @default perTest */
  readonly coverageAnalysis?: "perTest" | "off";
}

/** Handed on to runner.mjs. */
export interface Settings extends PartialStrykerOptions {
  readonly mutate: string[];
  readonly jsonReporter: { readonly fileName: string };
  readonly mocha: {
    readonly spec: readonly string[];
    readonly slow: readonly string[];
    readonly kept: readonly string[];
  };
}

/** Stryker's settings: https://stryker-mutator.io/docs/stryker-js/configuration/ `only`: patterns of some files. */
export function configOf(name: string, folder: Folder, only: readonly string[] = []): Settings {
  const { mutate, spec, slow = [], kept = [], coverageAnalysis = "perTest" } = folder;
  return {
    testRunner: "mocha-again",
    plugins: ["./tests/mutation/runner.mjs"],
    mutate: only.length > 0 ? [...only, ...mutate.filter((pattern) => pattern.startsWith("!"))] : [...mutate],
    coverageAnalysis,
    ignoreStatic: false,
    concurrency: 1,
    timeoutMS: 10_000,
    incremental: true,
    incrementalFile: `reports/mutation-${name}-incremental.json`,
    ignorePatterns: ["docs/pictures", "examples", "reports"],
    tempDirName: `.stryker-tmp/${name}`,
    cleanTempDir: "always",
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: `reports/mutation-${name}.json` },
    // Of `mocha` below, and of mutants that need the tests loaded again.
    warnings: { unknownOptions: false, slow: false, preprocessorErrors: true, unserializableOptions: true },
    mocha: { spec: [...spec, ...slow], slow, kept },
  };
}

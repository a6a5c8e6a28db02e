import type { PartialStrykerOptions } from "@stryker-mutator/api/core";

const slow = [
  "tests/policies/shared/serve.spec.ts",
  "tests/policies/classification/{table,unclaimed}.spec.ts",
  "tests/policies/check/{command,run}.spec.ts",
  "tests/policies/check/docs/pages.spec.ts",
];

interface Settings extends PartialStrykerOptions {
  readonly mutate: string[];
  readonly jsonReporter: { readonly fileName: string };
  readonly policies: { readonly spec: readonly string[]; readonly slow: readonly string[] };
}

/** Stryker's settings: https://stryker-mutator.io/docs/stryker-js/configuration/ */
export const config: Settings = {
  testRunner: "policies",
  plugins: ["./tests/policies/mutation/runner.mjs"],
  mutate: [
    "policies/**/*.ts",
    // `new PolicyPack(…)`: only the engine loads them; tests/policies/server.spec.ts does so in a process of its own.
    "!policies/index.ts",
    "!policies/{residency,security,resilience}/index.ts",
    // Hands the shell's arguments to command.ts and its answer back.
    "!policies/check/main.ts",
    // Write to files of the project what docs/pages.ts and table.ts return.
    "!policies/check/docs.ts",
    "!policies/classification/generate.ts",
  ],
  coverageAnalysis: "perTest",
  ignoreStatic: false,
  concurrency: 1,
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: "reports/mutation-incremental.json",
  ignorePatterns: ["client", "page", "docs/pictures", "examples", "reports"],
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: "reports/mutation.json" },
  // Of `policies` below, and of mutants that need the tests loaded again.
  warnings: { unknownOptions: false, slow: false, preprocessorErrors: true, unserializableOptions: true },
  policies: {
    // In this order, as far as the first that fails: first what finds most in the least time. Left out is what works in
    // other processes: the servers, and this project's own stacks.
    spec: [
      "tests/policies/messages.spec.ts",
      "tests/policies/shared/!(serve).spec.ts",
      "tests/policies/{residency,security,resilience}/*.spec.ts",
      "tests/policies/check/{configuration,graph,report,where}.spec.ts",
      "tests/policies/check/docs/{policies,residency}-page.spec.ts",
      "tests/policies/corpus.spec.ts",
      "tests/policies/classification/{package-types,types}.spec.ts",
      ...slow,
    ],
    /** Seconds each: only for mutants of the folder that they are about. */
    slow,
  },
};

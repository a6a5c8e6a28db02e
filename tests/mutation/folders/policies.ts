import type { Folder } from "../config";

export const policies: Folder = {
  goal: 90,
  goalOfEach: 90,
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
  // Left out is what works in other processes: the servers, and this project's own stacks.
  spec: [
    "tests/policies/messages.spec.ts",
    "tests/policies/shared/!(serve).spec.ts",
    "tests/policies/{residency,security,resilience}/*.spec.ts",
    "tests/policies/check/{configuration,graph,report,where}.spec.ts",
    "tests/policies/check/docs/{policies,residency}-page.spec.ts",
    "tests/policies/corpus.spec.ts",
    "tests/policies/classification/{package-types,types}.spec.ts",
  ],
  slow: [
    "tests/policies/shared/serve.spec.ts",
    "tests/policies/classification/{table,unclaimed}.spec.ts",
    "tests/policies/check/{command,run}.spec.ts",
    "tests/policies/check/docs/pages.spec.ts",
  ],
};

import type { Folder } from "../config";

export const ops: Folder = {
  goal: 85,
  mutate: ["ops/**/*.ts"],
  // Left out is health/twin.spec.ts, which starts a whole twin.
  spec: [
    "tests/ops/{doctor,graph,sample,shared}/*.spec.ts",
    "tests/ops/health/!(twin).spec.ts",
    "tests/ops/organizations/!(cli|write).spec.ts",
  ],
  // The commands as the shell runs them, and races of many rounds.
  slow: ["tests/ops/{organizations/cli,organizations/write,pulumi/pulumi}.spec.ts"],
  kept: ["tests/support/stacks.ts", "{local,infra}/**/*.ts"],
};

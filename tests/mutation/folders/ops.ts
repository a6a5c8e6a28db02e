import type { Folder } from "../config";

export const ops: Folder = {
  goal: 85,
  mutate: ["ops/**/*.ts"],
  // Left out is health/twin.spec.ts, which starts a whole twin.
  spec: [
    "tests/ops/{doctor,graph,sample,shared}/*.spec.ts",
    "tests/ops/health/!(twin).spec.ts",
    "tests/ops/organizations/!(cli).spec.ts",
  ],
  // The commands as the shell runs them.
  slow: ["tests/ops/{organizations/cli,pulumi/pulumi}.spec.ts"],
  kept: ["tests/support/stacks.ts", "{model,graph,local,infra}/**/*.ts"],
};

import type { Folder } from "../config";

export const ops: Folder = {
  goal: 85,
  mutate: ["ops/**/*.ts"],
  spec: ["tests/ops/{doctor,graph,health,sample,shared}/*.spec.ts", "tests/ops/organizations/!(cli).spec.ts"],
  // The commands as the shell runs them.
  slow: ["tests/ops/{organizations/cli,pulumi/pulumi}.spec.ts"],
  kept: ["tests/support/stacks.ts", "{local,infra}/**/*.ts"],
};

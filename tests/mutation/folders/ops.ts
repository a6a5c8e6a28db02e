import type { Folder } from "../config";

export const ops: Folder = {
  goal: 85,
  mutate: ["ops/**/*.ts"],
  // Left out is what takes long to say nothing more: health/twin.spec.ts (a whole twin), organizations/write.spec.ts (many races).
  spec: [
    "tests/ops/{doctor,graph,sample,shared}/*.spec.ts",
    "tests/ops/health/!(twin).spec.ts",
    "tests/ops/organizations/!(cli|write).spec.ts",
  ],
  // The commands as the shell runs them.
  slow: ["tests/ops/{organizations/cli,pulumi/pulumi}.spec.ts"],
  kept: ["tests/support/stacks.ts", "{local,infra}/**/*.ts"],
};

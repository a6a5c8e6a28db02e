import type { Folder } from "../config";

export const registry: Folder = {
  goal: 85,
  mutate: ["registry/**/*.ts"],
  // Left out is what takes long to say nothing more: write.spec.ts (many races).
  spec: ["tests/registry/!(write).spec.ts", "tests/ops/organizations/{command,report,progress}.spec.ts"],
};

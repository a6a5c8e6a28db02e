import type { Folder } from "../config";

/** The stacks are evaluated once for all tests, so that each of them judges every mutant, in one go. */
export const infra: Folder = {
  goal: 90,
  mutate: ["infra/**/*.ts"],
  spec: [
    "tests/infra/!(approved|adding-a-region|components).spec.ts",
    "tests/infra/{global,region}/*.spec.ts",
    "tests/infra/shared/!(bundle).spec.ts",
    "tests/infra/approved.spec.ts",
  ],
  // These evaluate stacks of projects of their own.
  slow: ["tests/infra/{adding-a-region,components}.spec.ts", "tests/infra/shared/bundle.spec.ts"],
  first: ["tests/mutation/evaluate-here.ts"],
  atOnce: true,
};

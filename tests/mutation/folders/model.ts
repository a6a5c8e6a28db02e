import type { Folder } from "../config";

export const model: Folder = {
  goal: 90,
  mutate: ["model/**/*.ts"],
  spec: [
    "tests/model/*.spec.ts",
    "tests/functions/shared/*.spec.ts",
    "tests/functions/{lookup,profile,authorizer,measurements}/*.spec.ts",
    "tests/registry/{items,rules,plan}.spec.ts",
  ],
};

import type { Folder } from "../config";

export const model: Folder = {
  goal: 90,
  mutate: ["model/**/*.ts"],
  spec: ["tests/model/*.spec.ts", "tests/functions/shared/problem.spec.ts", "tests/infra/project.spec.ts"],
};

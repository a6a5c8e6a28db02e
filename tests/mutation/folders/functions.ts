import type { Folder } from "../config";

export const functions: Folder = {
  goal: 90,
  mutate: ["functions/**/*.ts", "!functions/**/*.d.ts"],
  spec: ["tests/functions/{authorizer,claims,health,lookup,measurements,profile,shared}/**/*.spec.ts"],
  // Each function as it is uploaded, in a process of its own.
  slow: ["tests/functions/*.spec.ts"],
};

import type { Folder } from "../config";

export const ops: Folder = {
  goal: 85,
  // Left out is what prints or writes what another file returns.
  mutate: ["ops/**/*.ts", "!ops/{routes,stacks}.ts"],
  // Left out is health/twin.spec.ts, which starts a whole twin.
  spec: [
    "tests/ops/{destroy,doctor,graph,region,sample,shared}/*.spec.ts",
    "tests/ops/health/!(twin).spec.ts",
    "tests/ops/organizations/!(cli).spec.ts",
    "tests/docs/routes.spec.ts",
    "tests/registry/target.spec.ts",
  ],
  // The commands as the shell runs them.
  slow: ["tests/ops/{organizations/cli,pulumi/pulumi}.spec.ts"],
  kept: ["tests/support/stacks.ts", "{model,graph,local,infra}/**/*.ts"],
  first: ["tests/mutation/evaluate-here.ts"],
};

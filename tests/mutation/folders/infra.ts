import type { Folder } from "../config";

/** The stacks are evaluated once for all tests, so that each of them judges every mutant, in one go. */
export const infra: Folder = {
  goal: 90,
  mutate: ["infra/**/*.ts"],
  // Left out is adding-a-*: they change the text of the programs, which a mutated one has not.
  spec: [
    "tests/infra/{global,shared}/!(alarm-topic|bundle).spec.ts",
    "tests/infra/region/!(accelerator-zones|unknown-functions).spec.ts",
    "tests/infra/approved.spec.ts",
    "tests/infra/{components,outputs,project}.spec.ts",
  ],
  // These evaluate stacks of projects of their own.
  slow: [
    "tests/infra/region/{accelerator-zones,unknown-functions}.spec.ts",
    "tests/infra/config.spec.ts",
    "tests/infra/shared/{alarm-topic,bundle}.spec.ts",
  ],
  first: ["tests/mutation/evaluate-here.ts"],
  atOnce: true,
};

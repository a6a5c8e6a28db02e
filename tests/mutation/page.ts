import type { Folder } from "./config";
import type { Explanations } from "./issues";
import { type Scores, scoreOf, sum } from "./scores";

/** What docs/mutation.md says of a folder. */
export interface Part {
  readonly name: string;
  readonly folder: Pick<Folder, "goal" | "goalOfEach">;
  readonly scores: Scores;
  readonly explanations: Explanations;
}

/** docs/mutation.md. */
export function page(parts: readonly Part[]): string {
  return [
    "# Mutation testing",
    "<!-- Written by npm run mutation. Change tests/mutation/page.ts. -->",
    "",
    "A wrong change must fail a test. [Stryker](https://stryker-mutator.io) changes a folder in one place at a time (a condition, a word, a row of a table) and runs the tests that mirror it; a change that no test notices survives.",
    "",
    "```sh",
    "npm run mutation                                         # every folder, one after another",
    "npm run mutation -- functions                            # one, but what has not changed since the last time",
    "npm run mutation -- policies policies/shared/place.ts    # files, or patterns: 'policies/security/*.ts'",
    "npm run mutation -- policies --force                     # everything again: Stryker keeps survivors of load time, whatever new tests find",
    "npm run mutation -- policies --write 'policies/s*/*.ts'  # writes this page, as a run of everything does: whole folders in the folder",
    "npm run mutation -- --page                               # this page from the kept scores and explanations; mutates nothing",
    "```",
    "",
    "It fails where a mutant survives that [survivors/](../tests/mutation/survivors/) does not explain, where an explained one no longer survives, and where a folder scores less than its goal. What runs while modules are loaded (tables, the classes of a stack) is mutated too: the tests are loaded again for each mutant. Mutants are alive in processes that tests start as well. [folders/](../tests/mutation/folders/) says of each folder what is mutated, which tests judge it and what is left out: what only starts something.",
    "",
    "## Scores",
    "",
    "| folder | mutants | found | survive | score | goal | all of it | with nothing new |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    ...parts.map(({ name, folder, scores: { folders, seconds } }) =>
      row([
        `[${name}](#${name})`,
        ...(Object.keys(folders).length > 0 ? counts(sum(Object.values(folders))) : unmeasured),
        `${folder.goal} %`,
        time(seconds.whole),
        time(seconds.incremental),
      ]),
    ),
    "",
    ...parts.flatMap(partOf),
  ].join("\n");
}

function partOf({ name, folder, scores: { folders }, explanations }: Part): string[] {
  return [
    `## ${name}`,
    "",
    ...(folder.goalOfEach ? [`At least ${folder.goalOfEach} % in each folder.`, ""] : []),
    "| folder | mutants | found | survive | score |",
    "|---|---:|---:|---:|---:|",
    ...Object.entries(folders).map(([path, count]) => row([path, ...counts(count)])),
    "",
    ...Object.entries(explanations).flatMap(([file, list]) => [
      `### ${file}`,
      "",
      ...list.flatMap(({ line, mutants, why }) => [`- ${why}`, "", ...diff(line, mutants), ""]),
    ]),
  ];
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** A folder without a whole run has no score. */
const unmeasured = ["–", "–", "–", "not measured as a whole yet"];

const counts = (count: { mutants: number; killed: number }) => [
  String(count.mutants),
  String(count.killed),
  String(count.mutants - count.killed),
  `${scoreOf(count).toFixed(1)} %`,
];

function time(seconds: number | undefined): string {
  if (seconds === undefined) {
    return "–";
  }
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const diff = (line: string, mutants: readonly string[]) =>
  ["```diff", `- ${line}`, ...mutants.map((mutant) => `+ ${mutant}`), "```"].map((text) => `  ${text}`);

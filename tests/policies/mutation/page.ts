import { type Explanations, goal, type Report, scoresOf } from "./verdict";

/** docs/mutation.md. `folders`: those of policies/; the report may be of some only. */
export function page(report: Report, explanations: Explanations, folders: readonly string[] = []): string {
  const scores = scoresOf(report);
  const others = folders.filter((folder) => !scores.some(({ name }) => name === folder));
  return [
    "# Mutation testing of the policies",
    "<!-- Written by npm run mutation. Change tests/policies/mutation/page.ts. -->",
    "",
    "A rule that no longer finds what it is for must fail a test. [Stryker](https://stryker-mutator.io) changes `policies/` in one place at a time (a condition, a word, a row of a table) and runs the tests of `tests/policies`; a change that no test notices survives.",
    "",
    "```sh",
    "npm run mutation                                # all of policies/, but what has not changed since the last time: half an hour at first",
    "npm run mutation -- policies/shared/place.ts    # files, or patterns: 'policies/security/*.ts'",
    "npm run mutation -- --force                     # everything again: Stryker keeps survivors of load time, whatever new tests find",
    "npm run mutation -- --write 'policies/s*/*.ts'  # writes this page, as a run of everything does",
    "```",
    "",
    `It fails where a mutant survives that [survivors.json](../tests/policies/mutation/survivors.json) does not explain, where an explained one no longer survives, and where a folder scores less than ${goal} %. What runs while modules are loaded (the tables of rules) is mutated too: the tests are loaded again for each such mutant. Left out is what only starts something: the packs' \`index.ts\`, and the files behind \`npm run policy\` and the generators of docs and types, which hand arguments on and write files.`,
    "",
    "## Scores",
    "",
    "| folder | mutants | found | survive, explained | score |",
    "|---|---:|---:|---:|---:|",
    ...scores.map(
      ({ name, mutants, killed, survived, score }) =>
        `| ${name === "all" ? "**all**" : `policies/${name}`} | ${mutants} | ${killed} | ${survived} | ${score.toFixed(1)} % |`,
    ),
    "",
    ...(others.length > 0 ? [`Not in the run that this page is of: ${others.join(", ")}.`, ""] : []),
    "## What survives, and why",
    "",
    ...Object.entries(explanations).flatMap(([file, list]) => [
      `### ${file}`,
      "",
      ...list.flatMap(({ line, mutants, why }) => [`- ${why}`, "", ...diff(line, mutants), ""]),
    ]),
  ].join("\n");
}

const diff = (line: string, mutants: readonly string[]) =>
  ["```diff", `- ${line}`, ...mutants.map((one) => `+ ${one}`), "```"].map((text) => `  ${text}`);

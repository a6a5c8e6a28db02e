/**
 * `npm run mutation [-- FOLDER [file…]]`: mutates a folder (each of them, without one) and fails where a mutant lives that
 * survivors/FOLDER.json does not explain. What has been judged and has not changed since is not judged again; `--force`
 * does. `--write` keeps the scores of some files; `--page` writes docs/mutation.md from what is kept, and mutates nothing.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { configOf } from "./config";
import { explanationsOf, partsOf, root, scoresFile, scoresOf, scoresText } from "./files";
import { folders } from "./folders";
import { issuesOf } from "./issues";
import { page } from "./page";
import { countsOf, kept, type Report, scoreOf, sum } from "./scores";

interface Options {
  readonly force: boolean;
  readonly write: boolean;
  readonly page: boolean;
}

const mutationCommand = new Command("mutation")
  .description(
    "Break the code in each way there is, and see whether a test notices. Exit code 1: a mutant lives unexplained.",
  )
  .addArgument(new Argument("[folder]", "(default: each)").choices(Object.keys(folders)))
  .argument("[files...]", "only these files of it")
  .option("--force", "also judge anew what has been judged and has not changed since", false)
  .option("--write", "keep the scores of some files", false)
  .option("--page", "write docs/mutation.md from what is kept, and mutate nothing", false)
  .action(main);

async function main(name: string | undefined, patterns: readonly string[], options: Options) {
  if (options.page) {
    return writePage();
  }
  for (const folder of name === undefined ? Object.keys(folders) : [name]) {
    if (!(await mutate(folder, patterns, options))) {
      process.exitCode = 1;
    }
  }
}

/** Whether nothing is wrong. */
async function mutate(name: string, patterns: readonly string[], { force, write }: Options) {
  const { Stryker } = await import("@stryker-mutator/core");
  const folder = folders[name]!;
  const config = configOf(name, folder, patterns);
  const fresh = force || !existsSync(config.incrementalFile!);
  const start = performance.now();
  await new Stryker({ ...config, force }).runMutationTest();
  const seconds = (performance.now() - start) / 1000;
  const report: Report = JSON.parse(readFileSync(config.jsonReporter.fileName, "utf8"));
  const counts = countsOf(report);
  for (const [label, count] of Object.entries({ ...counts, all: sum(Object.values(counts)) })) {
    const score = `${scoreOf(count).toFixed(1).padStart(6)} %`;
    console.log(`${label.padEnd(24)} ${score}  ${count.mutants} mutants, ${count.mutants - count.killed} survive`);
  }
  const whole = patterns.length === 0;
  if (whole || write) {
    writeFileSync(scoresFile(name), scoresText(kept(scoresOf(name), report, { whole, fresh, seconds })));
    writePage();
  }
  const { goal, goalOfEach = 0 } = folder;
  const issues = issuesOf(report, explanationsOf(name), { name, whole, goal, goalOfEach });
  for (const issue of issues) {
    console.error(`\n${issue}`);
  }
  return issues.length === 0;
}

const writePage = () => writeFileSync(join(root, "docs/mutation.md"), page(partsOf(folders)));

mutationCommand.parseAsync().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});

/**
 * `npm run mutation [-- file…]`: mutates policies/ and fails where a mutant lives that survivors.json does not explain.
 * What has been judged and has not changed since is not judged again; `--force` does. `--write` keeps the scores of some.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { config } from "./config";
import { page } from "./page";
import survivors from "./survivors.json";
import { type Explanations, faultsOf, type Report, scoresOf } from "./verdict";

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { force: { type: "boolean" }, write: { type: "boolean" } },
  });
  const { Stryker } = await import("@stryker-mutator/core");
  const excluded = config.mutate.filter((pattern) => pattern.startsWith("!"));
  await new Stryker({
    ...config,
    force: values.force ?? false,
    ...(positionals.length > 0 && { mutate: [...positionals, ...excluded] }),
  }).runMutationTest();
  const report: Report = JSON.parse(readFileSync(config.jsonReporter.fileName, "utf8"));
  const whole = positionals.length === 0;
  for (const { name, mutants, survived, score } of scoresOf(report)) {
    console.log(`${name.padEnd(16)} ${score.toFixed(1).padStart(6)} %  ${mutants} mutants, ${survived} survive`);
  }
  const root = join(__dirname, "../../..");
  const folders = readdirSync(join(root, "policies"), { withFileTypes: true }).filter((one) => one.isDirectory());
  if (whole || values.write) {
    const text = page(report, survivors, folders.map(({ name }) => name).sort());
    writeFileSync(join(root, "docs/mutation.md"), text);
  }
  const faults = faultsOf(report, survivors as Explanations, { whole });
  for (const fault of faults) console.error(`\n${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});

/** `npm run policy`: every stack under every pack. No CLI of Pulumi, no AWS credentials. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { InvalidInput } from "../../local/context";
import { EvaluationError } from "../../local/evaluate";
import { packs } from "../packs";
import { json } from "./report/json";
import { junit } from "./report/junit";
import { markdown } from "./report/markdown";
import { people } from "./report/people";
import { exitCodeOf, type Report } from "./report/report";
import { sarif } from "./report/sarif";
import { check } from "./run";

const formats: Record<string, (report: Report) => string> = { people, json, markdown, sarif, junit };

const command = new Command("policy")
  .description(
    "Check what the stacks declare. Exit code 1: a mandatory rule is violated. 2: the check could not be made.",
  )
  .argument("[stacks...]", "stacks to check (default: all)")
  .addOption(new Option("--format <format>", "how to print").choices(Object.keys(formats)).default("people"))
  .option("--output <format=file...>", "write another format to a file, from the same check")
  .addOption(new Option("--pack <name...>", "packs to check with").choices(packs.map(({ name }) => name)))
  .option("--exemptions <file>", "exemptions (default: policies/exemptions.json where it is)")
  .option("--config <file>", "levels and settings, as for pulumi's --policy-pack-config")
  .option("--root <folder>", "another project with the same layout")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

interface Options {
  format: string;
  output?: string[];
  pack?: string[];
  exemptions?: string;
  config?: string;
  root?: string;
}

async function main() {
  command.parse();
  const options = command.opts<Options>();
  const outputs = (options.output ?? []).map(parseOutput);
  const usual = join(__dirname, "../exemptions.json");
  const exemptionsFile = options.exemptions ?? (existsSync(usual) ? usual : undefined);
  const report = await check({
    packs: packs.filter(({ name }) => options.pack?.includes(name) ?? true),
    stacks: command.args,
    ...(options.root && { root: options.root }),
    ...(exemptionsFile && { exemptionsFile }),
    ...(options.config && { configurationFile: options.config }),
  });
  for (const { format, file } of outputs) writeFileSync(file, formats[format]!(report));
  process.stdout.write(`${formats[options.format]!(report)}\n`);
  process.exitCode = exitCodeOf(report);
}

function parseOutput(text: string): { format: string; file: string } {
  const [, format = "", file = ""] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (formats[format] && file) return { format, file };
  throw new InvalidInput(`--output is "${text}"; allowed is <format>=<file> with ${Object.keys(formats).join(", ")}`);
}

main().catch((error) => {
  const expected = error instanceof InvalidInput || error instanceof EvaluationError;
  console.error(expected ? error.message : error);
  process.exitCode = 2;
});

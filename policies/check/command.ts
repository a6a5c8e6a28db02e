/** The command line of `npm run policy`. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { EvaluationError } from "../../graph";
import { checkConfiguration } from "../../graph/configuration";
import { stackFiles } from "../../graph/project";
import { InvalidInput } from "../../model/invalid-input";
import { packs } from "../packs";
import { json } from "./report/json";
import { junit } from "./report/junit";
import { markdown } from "./report/markdown";
import { people } from "./report/people";
import { exitCodeOf, type Report } from "./report/report";
import { sarif } from "./report/sarif";
import { type CheckOptions, check } from "./run";

const formats: Record<string, (report: Report) => string> = { people, json, markdown, sarif, junit };

interface Options {
  format: string;
  output?: string[];
  pack?: string[];
  exemptions?: string;
  config?: string;
  root?: string;
}

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** Runs it with arguments as a shell gives them. The exit code: 1 where a rule is violated, 2 where nothing could be checked. */
export async function policy(
  args: readonly string[],
  output: Output & Pick<CheckOptions, "evaluate">,
): Promise<number> {
  const command = commandFor(output);
  try {
    command.parse(args, { from: "user" });
    return await run(command.args, command.opts<Options>(), output);
  } catch (error) {
    // Help was asked for, or commander has said what is wrong.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    const expected = error instanceof InvalidInput || error instanceof EvaluationError;
    output.err(`${expected ? error.message : (error as Error).stack}\n`);
    return 2;
  }
}

const commandFor = ({ out, err }: Output) =>
  new Command("policy")
    .description(
      "Check what the stacks declare. Exit code 1: a mandatory rule is violated. 2: the check could not be made.",
    )
    .argument("[stacks...]", "stacks to check (default: all)")
    .addOption(new Option("--format <format>", "how to print").choices(Object.keys(formats)).default("people"))
    .option("--output <format=file...>", "write another format to a file, from the same check")
    .addOption(new Option("--pack <name...>", "packs to check with").choices(packs.map(({ name }) => name)))
    .option("--exemptions <file>", "exemptions (default: policies/exemptions.json of the project, where it is)")
    .option("--config <file>", "levels and settings, as for pulumi's --policy-pack-config")
    .option("--root <folder>", "another project with the same layout")
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride();

async function run(
  stacks: readonly string[],
  options: Options,
  { out, evaluate }: Parameters<typeof policy>[1],
): Promise<number> {
  const outputs = (options.output ?? []).map(parseOutput);
  const root = options.root ?? join(__dirname, "../..");
  if (!options.root) {
    checkConfiguration(root, stackFiles(root)); // of all that have a file: an evaluation ends at the first that refuses
  }
  const usual = join(root, "policies/exemptions.json");
  const exemptionsFile = options.exemptions ?? (existsSync(usual) ? usual : undefined);
  const report = await check({
    packs: packs.filter(({ name }) => options.pack?.includes(name) ?? true),
    stacks,
    root,
    ...(evaluate && { evaluate }),
    ...(exemptionsFile && { exemptionsFile }),
    ...(options.config && { configurationFile: options.config }),
  });
  for (const { format, file } of outputs) {
    writeFileSync(file, formats[format]!(report));
  }
  out(`${formats[options.format]!(report)}\n`);
  return exitCodeOf(report);
}

function parseOutput(text: string): { format: string; file: string } {
  const [format, ...rest] = text.split("=");
  const file = rest.join("=");
  if (formats[format!] && file) {
    return { format: format!, file };
  }
  throw new InvalidInput(`--output is "${text}"; allowed is <format>=<file> with ${Object.keys(formats).join(", ")}`);
}

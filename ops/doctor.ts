/** `npm run doctor`: what is missing before a first deployment, all at once. */
import { Resolver } from "node:dns/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { print, runCommand } from "../cli/run";
import { InvalidInput } from "../model/invalid-input";
import { globalStack, regionStacks } from "../model/topology";
import { destroyChecks } from "./destroy/checks";
import { type Check, type Context, type Finding, runChecks, type Status } from "./doctor/check";
import { checkers } from "./doctor/checkers";
import { credentials } from "./doctor/credentials";
import { delegation, domain } from "./doctor/domain";
import { execute } from "./doctor/execute";
import { ports } from "./doctor/ports";
import { quotasCheck } from "./doctor/quotas";
import { regions } from "./doctor/regions";
import { config, files } from "./doctor/stacks";
import { state } from "./doctor/state";
import { backend, node, pulumi } from "./doctor/tools";

export const allChecks = [
  node,
  pulumi,
  backend,
  state,
  credentials,
  files,
  config,
  domain,
  delegation,
  regions,
  quotasCheck,
  checkers,
  ports,
];
const marks: Record<Status, string> = { ok: "ok  ", fix: "FIX ", look: "look", unknown: "?   " };

/** `stack` alone with the global stack that it needs, or all. Throws InvalidInput for an unknown one. */
export function stacksToCheck(stack: string | undefined): string[] {
  const all = [globalStack, ...Object.keys(regionStacks)];
  if (!stack) {
    return all;
  }
  if (!all.includes(stack)) {
    throw new InvalidInput(`no stack "${stack}" in model/topology.ts; allowed: ${all.join(", ")}`);
  }
  return [...new Set([globalStack, stack])];
}

/** Findings for people: what must be fixed last, where the eye is. */
export function reportLines(findings: readonly Finding[], before = "a deployment"): string {
  const order: Status[] = ["ok", "unknown", "look", "fix"];
  const sorted = order.flatMap((status) => findings.filter((finding) => finding.status === status));
  const lines = sorted.map(({ check, status, found, fix }) => {
    const line = `${marks[status]}  ${check.padEnd(13)}  ${found}`;
    return fix ? `${line}\n${" ".repeat(21)}fix: ${fix}` : line;
  });
  const number = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const must = number("fix");
  const summary = must > 0 ? `${must} to fix before ${before}` : "nothing that must be fixed";
  return [...lines, "", `${summary}; ${number("look")} to look at; ${number("unknown")} not checked`].join("\n");
}

interface Options {
  stack?: string;
  aws?: true;
  destroy?: true;
  json?: true;
}

async function main(checks: readonly Check[], options: Options): Promise<number> {
  const resolver = new Resolver({ timeout: 3000, tries: 1 });
  const context: Context = {
    root: join(__dirname, ".."),
    home: homedir(),
    // Another stack does not go because the global one does.
    stacks: stacksToCheck(options.stack).filter((stack) => !options.destroy || stack === (options.stack ?? stack)),
    aws: options.aws ?? false,
    env: process.env,
    execute,
    resolveNs: (name) => resolver.resolveNs(name),
  };
  const findings = await runChecks(checks, context, options.destroy ? 120_000 : undefined);
  await print(
    options.json ? JSON.stringify(findings) : reportLines(findings, options.destroy ? "destroying" : undefined),
  );
  return findings.some(({ status }) => status === "fix") ? 1 : 0;
}

export const doctorCommand = (
  checks: readonly Check[] = allChecks,
  destroying: readonly Check[] = destroyChecks(),
): Command =>
  new Command("doctor")
    .description("Say what is missing before a first deployment. Asks nobody but the Pulumi CLI and DNS.")
    .option("--stack <stack>", "only for this stack, and the global one")
    .option("--destroy", "instead, what is to be known before stacks are destroyed; asks AWS through the aws CLI")
    .option(
      "--aws",
      "also ask AWS, with your own credentials: hosted zone; Regions, quotas and state through the aws CLI",
    )
    .option("--json", "answer in JSON")
    .action((options: Options) => runCommand(() => main(options.destroy ? destroying : checks, options)));

// A check that was given up may still hold a socket or a child.
if (require.main === module) {
  void doctorCommand()
    .parseAsync()
    .finally(() => process.exit());
}

/** `npm run preview -- STACK` and `npm run up -- STACK`: the Pulumi CLI, with every policy pack of this project. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { Command } from "commander";
import { runCommand } from "../cli/run";
import { InvalidInput } from "../model/invalid-input";
import { globalStack, regionStacks } from "../model/topology";
import { policyPacks } from "./pulumi/packs";

const root = join(__dirname, "..");
const verbs = ["preview", "up"];

/** Stacks in the order in which they are deployed the first time. */
export const deploymentOrder = () => [globalStack, ...Object.keys(regionStacks)];

/** What to call the CLI with. Throws InvalidInput for an unknown verb or stack, or where there is no policy pack. */
export function pulumiArguments([verb = "", stack, ...rest]: readonly string[], folder = root): string[] {
  if (!verbs.includes(verb)) {
    throw new InvalidInput(`found "${verb}"; allowed: ${verbs.join(", ")}`);
  }
  const stacks = deploymentOrder();
  if (!stack || !stacks.includes(stack)) {
    throw new InvalidInput(
      `${stack ? `no stack "${stack}" in model/topology.ts` : "no stack is named"}; fix: npm run ${verb} -- STACK, in this order the first time: ${stacks.join(", ")}`,
    );
  }
  const packs = policyPacks(join(folder, "policies"));
  if (packs.length === 0) {
    throw new InvalidInput(
      `no policy pack in policies/ (a folder with PulumiPolicy.yaml); fix: restore it: nothing is deployed unchecked`,
    );
  }
  return [verb, "--stack", stack, ...packs.flatMap((pack) => ["--policy-pack", pack]), ...rest];
}

/** Runs the CLI on this terminal; resolves to its exit code. Signals go to it, and it decides when to end. */
export function runPulumi(args: readonly string[]): Promise<number> {
  // Types are checked by `npm run lint`; checking them again costs seconds of every preview.
  const env = { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: process.env.PULUMI_NODEJS_TRANSPILE_ONLY ?? "true" };
  const forward = (signal: NodeJS.Signals) => {
    // A terminal sends Ctrl-C to the whole group; a second one would make the CLI leave its update half done.
    if (signal !== "SIGINT" || !process.stdin.isTTY) {
      child.kill(signal);
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  // Before the CLI starts: a signal in between would end this process alone and leave the CLI without a parent.
  for (const signal of signals) {
    process.on(signal, forward);
  }
  const child = spawn("pulumi", args, { cwd: root, stdio: "inherit", env });
  return new Promise<number>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        new InvalidInput(
          error.code === "ENOENT"
            ? "the pulumi CLI is not on PATH; fix: install it (https://www.pulumi.com/docs/iac/download-install/), then npm run doctor"
            : `the pulumi CLI cannot be started: ${error.message}`,
        ),
      ),
    );
    child.on("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  }).finally(() => {
    for (const signal of signals) {
      process.off(signal, forward);
    }
  });
}

const pulumiCommand = () =>
  new Command("pulumi")
    .description("Run the Pulumi CLI on a stack, with every policy pack of this project. Other options are Pulumi's.")
    .argument("<verb>", verbs.join(", "))
    .argument("[stack]", `in this order the first time: ${deploymentOrder().join(", ")}`)
    .argument("[options...]", "what Pulumi takes")
    .allowUnknownOption()
    .action((verb: string, stack: string | undefined, options: string[]) =>
      runCommand(() => runPulumi(pulumiArguments([verb, ...(stack === undefined ? [] : [stack]), ...options]))),
    );

if (require.main === module) {
  void pulumiCommand().parseAsync();
}

/** `npm run destroy -- STACK`: takes a stack away, with what Pulumi alone leaves or stumbles over. */
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { print, runCommand } from "../cli/run";
import { InvalidInput } from "../model/invalid-input";
import { destroyChecks } from "./destroy/checks";
import { destroyOrder } from "./destroy/order";
import { standing } from "./destroy/state";
import { type StepOptions, stepsOf } from "./destroy/steps";
import { reportLines } from "./doctor";
import { type Context, runChecks } from "./doctor/check";
import { executeWithin } from "./doctor/execute";
import { runPulumi } from "./pulumi";
import { AwsError } from "./shared/aws";

interface Options {
  yes?: true;
  apiLoggingRole?: string;
}

/** For tests. */
export type Surroundings = Pick<StepOptions, "execute" | "pulumi" | "sleep" | "now">;

const here: Surroundings = {
  execute: executeWithin(60_000),
  pulumi: (args) => runPulumi(args),
  sleep: (ms) => sleep(ms),
  now: Date.now,
};

async function main(stack: string, { yes, apiLoggingRole }: Options, surroundings: Surroundings): Promise<number> {
  const known = destroyOrder();
  if (!known.includes(stack)) {
    throw new InvalidInput(`no stack "${stack}" in model/topology.ts; allowed, in this order: ${known.join(", ")}`);
  }
  const { execute } = surroundings;
  const context: Context = {
    root: join(__dirname, ".."),
    home: homedir(),
    stacks: [stack],
    aws: true,
    env: process.env,
    execute,
    resolveNs: async () => [],
  };
  const findings = await runChecks(destroyChecks(apiLoggingRole), context, 120_000);
  await print(`${reportLines(findings, "destroying")}\n`);
  const steps = stepsOf({ ...surroundings, stack, resources: await standing(stack, execute), apiLoggingRole });
  // What could not be checked could be what keeps it.
  if (findings.some(({ status }) => status === "fix" || status === "unknown")) {
    await print("Nothing was changed.");
    return 1;
  }
  if (!yes) {
    await print(
      [...steps.map(({ what }, index) => `${index + 1}. ${what}`), "", "Nothing was changed: --yes does it."].join(
        "\n",
      ),
    );
    return 0;
  }
  for (const [index, { what, run }] of steps.entries()) {
    await print(`${index + 1} of ${steps.length}: ${what}`);
    await run();
  }
  return 0;
}

export const destroyCommand = (surroundings: Surroundings = here): Command =>
  new Command("destroy")
    .description("Take a stack away, and what Pulumi alone leaves or stumbles over. Without --yes nothing is changed.")
    .argument("<stack>", `one of, in this order: ${destroyOrder().join(", ")}`)
    .option("--yes", "do it")
    .option("--api-logging-role <arn>", "by which other APIs of the Region and account write their logs from then on")
    .action((stack: string, options: Options) =>
      runCommand(
        () => main(stack, options, surroundings),
        (error) => (error instanceof AwsError ? error.message : undefined),
      ),
    );

if (require.main === module) {
  void destroyCommand().parseAsync();
}

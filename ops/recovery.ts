/** The verbs of disaster recovery that the Makefile has, as thin lines over the other tools: `make test-failover`. */
import { join } from "node:path";
import { Argument, Command } from "commander";
import { print, runCommand } from "../cli/run";
import { globalStack, stackOfRegion } from "../model/topology";
import { drillCommand } from "./drill";
import { healthCommand } from "./health";
import { pulumiArguments, runPulumi } from "./pulumi";
import { type RecoverySettings, readSettings } from "./recovery/settings";
import { callTwin, type TwinOptions, twinAt, withTwinOptions } from "./shared/twin";

const root = join(__dirname, "..");

interface Options extends TwinOptions {
  aws?: true;
  dryRun?: true;
}

/** Stacks in the order in which they are deployed. Later ones read what earlier ones have made. */
const deployed: Readonly<Record<string, (settings: RecoverySettings) => string[]>> = {
  "deploy-primary": ({ primary }) => [globalStack, stackOf(primary)],
  "deploy-secondary": ({ secondary }) => [stackOf(secondary)],
  "deploy-all": ({ primary, secondary }) => [globalStack, stackOf(primary), stackOf(secondary)],
};
const stackOf = (region: string) => stackOfRegion(region)![0];

const verbs: Readonly<Record<string, string>> = {
  "deploy-primary": "deploy the global stack, then the primary Region's",
  "deploy-secondary": "deploy the secondary Region's stack",
  "deploy-all": "deploy the global stack, the primary Region's and the secondary's",
  "test-failover": "lose the primary Region in a twin, measure, and hold it against RTO_MINUTES and RPO_MINUTES",
  "check-health": "say how each Region is, and who serves each jurisdiction",
  "simulate-outage": "take the primary Region away in the running twin for RTO_MINUTES",
};

async function carryOut(verb: string, { aws, dryRun, ...options }: Options): Promise<number> {
  const settings = readSettings(root);
  const { primary, secondary, rtoMinutes, rpoMinutes } = settings;
  const twinWords = options.twin
    ? ["--twin", options.twin]
    : options.port === undefined
      ? []
      : ["--port", String(options.port)];
  if (deployed[verb]) {
    return deploy(deployed[verb](settings), dryRun === true);
  }
  if (verb === "check-health") {
    return handOver(healthCommand(), [...twinWords, ...(aws ? ["--aws"] : [])], dryRun);
  }
  const { jurisdiction } = stackOfRegion(primary)![1];
  if (verb === "test-failover") {
    const objectives = ["--rto", String(rtoMinutes), "--rpo", String(rpoMinutes), "--jurisdiction", jurisdiction];
    return handOver(drillCommand(), ["run", "region-lost", ...objectives, ...twinWords], dryRun);
  }
  const url = twinAt(options);
  const fault = { kind: "region-down", region: primary, durationMs: rtoMinutes * 60_000 };
  if (dryRun) {
    await print(`would send ${JSON.stringify(fault)} to ${url}/api/faults`);
    return 0;
  }
  const { id } = (await callTwin(url, "/api/faults", fault)) as { id: string };
  await print(
    `${primary} is down for ${rtoMinutes} minutes of the twin (${id}); ${secondary} takes over. Watch ${url}, or: make check-health\nEnd it sooner: curl -X DELETE ${url}/api/faults/${id}`,
  );
  return 0;
}

/** One after the other, and none after one that has failed: what is deployed stays, and the next run goes on from there. */
async function deploy(stacks: readonly string[], dryRun: boolean): Promise<number> {
  for (const [index, stack] of stacks.entries()) {
    const args = pulumiArguments(["up", stack]);
    await print(`[${index + 1}/${stacks.length}] pulumi ${dryRun ? args.join(" ") : `up --stack ${stack}`}`);
    const code = dryRun ? 0 : await runPulumi(args);
    if (code !== 0) {
      const left = stacks.slice(index).join(", ");
      await print(`${stack} has failed (exit code ${code}); not deployed: ${left}. Fix it and run the same again.`);
      return code;
    }
  }
  return 0;
}

async function handOver(command: Command, words: string[], dryRun: true | undefined): Promise<number> {
  if (dryRun) {
    await print(`would run: npm run ${command.name()} -- ${words.join(" ")}`);
    return 0;
  }
  await command.parseAsync(words, { from: "user" });
  return Number(process.exitCode ?? 0);
}

export const recoveryCommand = (): Command =>
  withTwinOptions(new Command("recovery"))
    .description(
      "The verbs of disaster recovery. PRIMARY_REGION, SECONDARY_REGION, DOMAIN_NAME, RTO_MINUTES and RPO_MINUTES come from the environment or from .env.",
    )
    .addArgument(new Argument("<verb>", "what to do").choices(Object.keys(verbs)))
    .option("--aws", "check-health: the deployed system (default: the running twin)")
    .option("--dry-run", "say what would be done, and do nothing")
    .addHelpText(
      "after",
      `\nVerbs:\n${Object.entries(verbs)
        .map(([verb, does]) => `  ${verb.padEnd(16)}  ${does}`)
        .join("\n")}`,
    )
    .showHelpAfterError()
    .action((verb: string, options: Options) => runCommand(() => carryOut(verb, options)));

if (require.main === module) {
  void recoveryCommand().parseAsync();
}

/** `npm run health`: each Region's health, and who serves each jurisdiction now. */
import { join } from "node:path";
import { Command } from "commander";
import { globalStack } from "../infra/topology";
import { domainOf } from "./doctor/stacks";
import { awsHealth } from "./health/aws";
import { healthLines, isServed } from "./health/report";
import { twinHealth } from "./health/twin";
import { defaultTwin } from "./organizations/target";
import { print, runCommand } from "./shared/cli";

async function main({ aws, twin, json }: { aws?: true; twin: string; json?: true }): Promise<number> {
  const report = aws ? await awsHealth(domainOf(join(__dirname, ".."), globalStack) ?? "") : await twinHealth(twin);
  await print(json ? JSON.stringify(report) : healthLines(report));
  return isServed(report) ? 0 : 1;
}

new Command("health")
  .description("Say how each Region is, and who serves each jurisdiction. Exit code 1 where one is not served.")
  .option("--aws", "the deployed system, asked as a client would (default: the running twin)")
  .option("--twin <url>", "control API of the twin", defaultTwin)
  .option("--json", "answer in JSON")
  .action((options) => runCommand(() => main(options)))
  .parseAsync();

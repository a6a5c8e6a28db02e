/** `npm run health`: each Region's health, and who serves each jurisdiction now. */
import { join } from "node:path";
import { Command } from "commander";
import { print, runCommand } from "../cli/run";
import { globalStack } from "../model/topology";
import { domainOf } from "./doctor/stacks";
import { awsHealth } from "./health/aws";
import { healthLines, isServed } from "./health/report";
import { twinHealth } from "./health/twin";
import { type TwinOptions, twinAt, withTwinOptions } from "./shared/twin";

interface Options extends TwinOptions {
  aws?: true;
  json?: true;
}

async function main({ aws, json, ...options }: Options): Promise<number> {
  const report = aws
    ? await awsHealth(domainOf(join(__dirname, ".."), globalStack) ?? "")
    : await twinHealth(twinAt(options));
  await print(json ? JSON.stringify(report) : healthLines(report));
  return isServed(report) ? 0 : 1;
}

export const healthCommand = (): Command =>
  withTwinOptions(new Command("health"))
    .description("Say how each Region is, and who serves each jurisdiction. Exit code 1 where one is not served.")
    .option("--aws", "the deployed system, asked as a client would (default: the running twin)")
    .option("--json", "answer in JSON")
    .action((options: Options) => runCommand(() => main(options)));

if (require.main === module) {
  void healthCommand().parseAsync();
}

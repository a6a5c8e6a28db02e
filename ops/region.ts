/** `npm run region`: takes a Region out of service and back, by data planes alone. */
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { print, runCommand } from "../cli/run";
import { InvalidInput } from "../model/invalid-input";
import { allRegions, servedJurisdictions, stackOfRegion } from "../model/topology";
import { awsRegions, explainOrders } from "./region/aws";
import { change, type Verb, type Waiting } from "./region/change";
import { look } from "./region/look";
import { changedLines, statusLines } from "./region/report";
import type { RegionsTarget } from "./region/target";
import { twinRegions } from "./region/twin";
import { type TwinOptions, twinAt, withTwinOptions } from "./shared/twin";

interface Common extends TwinOptions {
  aws?: true;
  json?: true;
}
interface ChangeOptions extends Common {
  by?: string;
  yesLastRegion?: true;
}

/** What a test stands in for. */
export interface Operator extends Waiting {
  /** Of the deployed system. A twin has a time of its own. */
  now(): Date;
  /** What was typed; undefined where nobody is there to type. */
  ask(question: string): Promise<string | undefined>;
}

const atTerminal: Operator = {
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  async ask(question) {
    if (!process.stdin.isTTY) {
      return undefined;
    }
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    return lines.question(question).finally(() => lines.close());
  },
};

export function regionCommand(operator: Operator = atTerminal): Command {
  const program = new Command("region")
    .description("Take a Region out of service and back, through the data plane of one that works.")
    .showHelpAfterError();
  program.addCommand(
    common("status", "say of each Region how it is, what was ordered and what its sibling tells; of all without REGION")
      .argument("[region]")
      .action((region: string | undefined, options: Common) =>
        runCommand(() => status(region, options, operator), explainOrders),
      ),
  );
  program.addCommand(changing("evacuate", "order that a Region serves nothing, until it is returned", operator));
  program.addCommand(
    changing("return", "take the order back, or end the hold after a failover: the Region serves again", operator),
  );
  return program;
}

const common = (name: string, description: string): Command =>
  withTwinOptions(new Command(name))
    .description(description)
    .option("--aws", "the deployed system, with your own AWS credentials (default: the running twin)")
    .option("--json", "answer in JSON")
    .showHelpAfterError();

const changing = (verb: Verb, description: string, operator: Operator): Command =>
  common(verb, description)
    .argument("<region>", allRegions().join(", "))
    .option("--by <name>", "who orders it, kept with the order: a person or a role on call")
    .option("--yes-last-region", "also where nobody serves the jurisdiction afterwards")
    .action((region: string, options: ChangeOptions) =>
      runCommand(() => order(verb, region, options, operator), explainOrders),
    );

const targetOf = async ({ aws, ...options }: Common, { now }: Operator): Promise<RegionsTarget> =>
  aws ? awsRegions(undefined, undefined, now) : twinRegions(twinAt(options));

async function status(region: string | undefined, options: Common, operator: Operator): Promise<number> {
  check(region === undefined ? [] : regionIssues(region));
  const target = await targetOf(options, operator);
  const codes = region === undefined ? servedJurisdictions() : [stackOfRegion(region)![1].jurisdiction];
  const seen = await Promise.all(codes.map((code) => look(target, code)));
  await print(options.json ? JSON.stringify(seen) : statusLines(target.name, seen));
  return 0;
}

async function order(verb: Verb, region: string, options: ChangeOptions, operator: Operator): Promise<number> {
  const { by = "", yesLastRegion = false } = options;
  check([...regionIssues(region), ...nameIssues(by)]);
  const target = await targetOf(options, operator);
  const confirm = async () =>
    yesLastRegion || (await operator.ask(`Nobody else serves its jurisdiction. Type ${region} to go on: `)) === region;
  const changed = await change(target, { verb, region, by, confirm }, operator);
  await print(options.json ? JSON.stringify(changed) : changedLines(changed));
  return changed.toldBy === null ? 1 : 0;
}

const regionIssues = (region: string) =>
  stackOfRegion(region) ? [] : [`Region is "${region}"; allowed are ${allRegions().join(", ")}; choose one of them`];

const nameIssues = (by: string) =>
  /^[\p{L}\p{N}][\p{L}\p{N} .,@_/+-]{0,62}$/u.test(by)
    ? []
    : [
        `--by is ${by === "" ? "not set" : JSON.stringify(by)}; allowed are 1 to 63 letters, digits, spaces and .,@_/+-; say who orders it`,
      ];

function check(issues: readonly string[]): void {
  if (issues.length > 0) {
    throw new InvalidInput(issues.join("\n"));
  }
}

if (require.main === module) {
  void regionCommand().parseAsync();
}

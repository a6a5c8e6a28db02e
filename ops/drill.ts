/** `npm run drill`: breaks something on purpose, measures what people meet, and keeps the evidence. */
import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { Argument, Command, InvalidArgumentError } from "commander";
import { print, runCommand } from "../cli/run";
import { InvalidInput } from "../model/invalid-input";
import { type Role, servedJurisdictions, stacksOf } from "../model/topology";
import { commitOf, type Evidence, keep, signingKey } from "./drill/evidence";
import { startTwin } from "./drill/own-twin";
import { carryOut } from "./drill/run";
import { TwinTarget } from "./drill/target";
import { drills } from "./drills";
import { type Drill, faultSeconds, type Objectives, type Pair } from "./drills/types";
import { type TwinOptions, twinAt, withTwinOptions } from "./shared/twin";

const root = join(__dirname, "..");
const evidenceFolder = join(root, ".home-region/drills");

interface RunOptions extends TwinOptions {
  jurisdiction?: string;
  speed: number;
  by?: string;
  key?: string;
  out: string;
  rto?: number;
  rpo?: number;
}

/** Primary and standby of a jurisdiction. Throws InvalidInput where it has no standby, or is not served. */
export function pairOf(jurisdiction: string): Pair {
  const named = (role: Role) => stacksOf(jurisdiction).find(([, stack]) => stack.role === role)?.[1].region;
  const [primary, standby] = [named("primary"), named("standby")];
  if (!primary || !standby) {
    throw new InvalidInput(
      `--jurisdiction is "${jurisdiction}"; allowed are those with a primary and a standby: ${pairs().join(", ")}`,
    );
  }
  return { jurisdiction, primary, standby };
}

const pairs = () => servedJurisdictions().filter((code) => stacksOf(code).some(([, { role }]) => role === "standby"));

function drillsNamed(names: readonly string[]): readonly Drill[] {
  const unknown = names.filter((name) => !drills.some((drill) => drill.name === name));
  if (unknown.length > 0) {
    const allowed = drills.map(({ name }) => name).join(", ");
    throw new InvalidInput(`no drill is called ${unknown.join(", ")}; there are ${allowed}`);
  }
  return names.length === 0 ? drills : names.map((name) => drills.find((drill) => drill.name === name)!);
}

/** Objectives of one's own, for what fails over: `--rto` and `--rpo`. */
function withObjectives(drill: Drill, { rto, rpo }: Pick<RunOptions, "rto" | "rpo">): Drill {
  if (drill.mustFail || drill.expect === "unnoticed") {
    return drill;
  }
  const own: Partial<Objectives> = {
    ...(rto !== undefined && { rtoSeconds: rto }),
    ...(rpo !== undefined && { rpoSeconds: rpo, rpoRows: Number.MAX_SAFE_INTEGER }),
  };
  return { ...drill, objectives: { ...drill.objectives, ...own } };
}

async function run(names: string[], options: RunOptions): Promise<number> {
  const chosen = drillsNamed(names).map((drill) => withObjectives(drill, options));
  const pair = pairOf(options.jurisdiction ?? pairs()[0]!);
  const key = options.key === undefined ? undefined : signingKey(options.key);
  const interrupted = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  const stop = () => interrupted.abort(new InvalidInput("stopped; the faults are taken back and nothing is kept"));
  for (const signal of signals) {
    process.on(signal, stop);
  }
  const { signal } = interrupted;
  const attached = options.twin !== undefined || options.port !== undefined;
  if (!attached) {
    say("starting a twin");
  }
  const own = attached ? undefined : await startTwin(options.speed, signal);
  let target: TwinTarget | undefined;
  try {
    target = await TwinTarget.at(own?.url ?? twinAt(options));
    const about = {
      by: options.by ?? userInfo().username,
      target: own ? "a twin of its own" : target.url,
      speed: target.speed,
      commit: commitOf(root),
    };
    const kept: Evidence[] = [];
    for (const [index, drill] of chosen.entries()) {
      const head = `[${index + 1}/${chosen.length}] ${drill.name}`;
      const carried = await carryOut(target, drill, pair, (text) => say(`${head}: ${text}`), signal);
      const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
      const evidence = keep(join(options.out, `${stamp}-${drill.name}`), carried, about, key);
      kept.push(evidence);
      await print(resultOf(drill, carried.verdict.checks, evidence));
    }
    const failed = kept.filter(({ passed }) => !passed).length;
    await print(`${kept.length - failed} drills passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } finally {
    target?.close();
    await own?.stop();
    for (const each of signals) {
      process.off(each, stop);
    }
  }
}

const say = (text: string) => void process.stderr.write(`${text}\n`);

function resultOf(
  { name, mustFail }: Drill,
  checks: readonly { name: string; found: string; wanted: string; ok: boolean }[],
  { passed, folder }: Evidence,
): string {
  const rows = checks.map(
    ({ name, found, wanted, ok }) => `  ${ok ? "ok  " : "FAIL"}  ${name}: ${found} (wanted: ${wanted})`,
  );
  const control = mustFail ? " (a negative control: it must miss its objectives)" : "";
  return [`${passed ? "PASSED" : "FAILED"}  ${name}${control}`, ...rows, `  evidence: ${folder}`].join("\n");
}

function list(): string {
  const width = Math.max(...drills.map(({ name }) => name.length));
  return drills.map(({ name, hypothesis }) => `${name.padEnd(width)}  ${hypothesis}`).join("\n");
}

function plan(name: string, jurisdiction: string | undefined): string {
  const [drill] = drillsNamed([name]);
  const pair = pairOf(jurisdiction ?? pairs()[0]!);
  const faults = drill!.faults(pair);
  return [
    `${drill!.name}: ${drill!.hypothesis}`,
    ...(drill!.mustFail ? ["It is a negative control: it must miss its objectives."] : []),
    "",
    "    0 s  four clients at two places read and write by the jurisdiction's name for 30 s",
    ...faults.map(
      ({ afterSeconds, forSeconds, fault: { kind, ...values } }) =>
        `${String(30 + afterSeconds).padStart(5)} s  ${kind} ${JSON.stringify(values)} for ${forSeconds} s`,
    ),
    `${String(30 + faultSeconds(faults)).padStart(5)} s  everything must be well again for ${drill!.settleSeconds} s`,
    "",
    `Objectives: served again, lastingly, in ${drill!.objectives.rtoSeconds} s; at most ${drill!.objectives.rpoRows} acknowledged writes and ${drill!.objectives.rpoSeconds} s lost.`,
    "Ctrl-C takes the faults back.",
  ].join("\n");
}

/** Results of the drills whose evidence is kept, the newest last. */
function report(folder: string): string {
  let names: string[] = [];
  try {
    names = readdirSync(folder).toSorted();
  } catch {
    // There is none yet.
  }
  const rows = names.map((name) => {
    const { drill, passed, faultAt, commit } = JSON.parse(readFileSync(join(folder, name, "drill.json"), "utf8")) as {
      drill: string;
      passed: boolean;
      faultAt: string;
      commit: string;
    };
    return `${passed ? "PASSED" : "FAILED"}  ${drill}  ${faultAt}  ${commit.slice(0, 12)}  ${join(folder, name)}`;
  });
  return rows.join("\n") || "no drill has been carried out; npm run drill -- run region-lost";
}

const positive = (value: string): number => {
  const found = Number(value);
  if (value.trim() === "" || !(found > 0)) {
    throw new InvalidArgumentError("A number above 0.");
  }
  return found;
};

const minutes = (value: string): number => 60 * positive(value);

export function drillCommand(): Command {
  const program = new Command("drill")
    .description("Break something on purpose, measure what people meet, and keep the evidence. In the twin.")
    .showHelpAfterError();
  program
    .command("list")
    .description("what is drilled, and what is expected")
    .action(() => runCommand(async () => void (await print(list()))));
  program
    .command("plan")
    .description("what a drill does, and when; it does nothing")
    .argument("<drill>")
    .option("--jurisdiction <code>", `whose Regions (default: ${pairs()[0]})`)
    .action((name: string, { jurisdiction }: { jurisdiction?: string }) =>
      runCommand(async () => void (await print(plan(name, jurisdiction)))),
    );
  withTwinOptions(
    program
      .command("run")
      .description(
        "carry drills out, all without a name. Exit code 1: one has failed. Starts a twin of its own where --port or --twin names none",
      )
      .addArgument(new Argument("[drills...]", "see list")),
  )
    .option("--jurisdiction <code>", `whose Regions are broken: ${pairs().join(", ")} (default: ${pairs()[0]})`)
    .option("--speed <factor>", "how much faster than life the drill's own twin goes", positive, 4)
    .option("--rto <minutes>", "objective for lasting success after the fault, in place of the drill's", minutes)
    .option("--rpo <minutes>", "objective for what is lost, in place of the drill's", minutes)
    .option("--by <name>", "who carries it out, kept with the evidence (default: your user name)")
    .option("--key <file>", "signs the evidence: PEM file with an Ed25519 private key")
    .option("--out <folder>", "where the evidence goes", evidenceFolder)
    .action((names: string[], options: RunOptions) => runCommand(() => run(names, options)));
  program
    .command("report")
    .description("results of what has been carried out")
    .option("--out <folder>", "where the evidence is", evidenceFolder)
    .action(({ out }: { out: string }) => runCommand(async () => void (await print(report(out)))));
  return program;
}

if (require.main === module) {
  void drillCommand().parseAsync();
}

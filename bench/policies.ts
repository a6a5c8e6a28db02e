/**
 * All packs against Pulumi's own @pulumi/awsguard on the same resources, both through the SDK's own code for the
 * engine's calls. AWSGuard is old and no dependency: AWSGUARD names a folder with its node_modules, else it is left out.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Policies } from "@pulumi/policy";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { packs } from "../policies/packs";
import type { Resource } from "../policies/shared/resource";
import { policiesOf } from "../policies/shared/serve";
import { InProcess } from "../tests/policies/support/in-process";
import { fill, stackRequest } from "../tests/policies/support/server";
import { manyResources, tellingResources } from "./support/many-resources";
import type { BenchResult } from "./support/result";

const few = 1000;
const many = 10_000;
/** Resources whose texts are encoded, and how much longer these may take. */
const encoded = 2000;
const encodedTolerance = 3;
/** In turns, and the middle one counts: the first warms up, and one slow moment of the machine must not decide. */
const rounds = 5;
const tolerance = 1.25;

export async function run(): Promise<BenchResult> {
  const [own, guard] = [() => new InProcess(policiesOf(...packs)), guardPolicies()];
  const times: Record<"small" | "large" | "guard" | "plain" | "encoded", number[]> = {
    ...{ small: [], large: [], guard: [], plain: [], encoded: [] },
  };
  for (let round = 0; round < rounds; round++) {
    times.small.push(await milliseconds(own(), manyResources(few)));
    times.plain.push(await milliseconds(own(), tellingResources(encoded, false)));
    times.encoded.push(await milliseconds(own(), tellingResources(encoded, true)));
    times.large.push(await milliseconds(own(), manyResources(many)));
    if (guard) {
      times.guard.push(await milliseconds(guard(), manyResources(many)));
    }
  }
  const [small, large, other] = [middle(times.small), middle(times.large), middle(times.guard)];
  const [plain, hidden] = [middle(times.plain), middle(times.encoded)];
  const command = commandSeconds();
  const average = (ms: number, count: number) => Math.round((ms / count) * 1000);
  return {
    title: "Policies",
    rows: [
      { name: `all packs, ${few} resources`, value: average(small, few), unit: "µs a resource" },
      {
        name: `all packs, ${many} resources`,
        value: average(large, many),
        unit: "µs a resource",
        goal: `at most ${tolerance} × that of ${few}`,
        met: large / many <= (small / few) * tolerance,
      },
      {
        name: `all packs, ${encoded} resources whose texts are base64 in JSON in JSON`,
        value: average(hidden, encoded),
        unit: "µs a resource",
        goal: `at most ${encodedTolerance} × that of plain texts (${average(plain, encoded)})`,
        met: hidden <= plain * encodedTolerance,
      },
      !guard
        ? { name: "@pulumi/awsguard (skipped: AWSGUARD names no folder)", value: 0, unit: "" }
        : {
            name: `@pulumi/awsguard, ${many} resources`,
            value: average(other, many),
            unit: "µs a resource",
            goal: "at least that of all packs",
            met: large <= other,
          },
      { name: "npm run policy, all stacks", value: command, unit: "s", goal: "at most 30 s", met: command <= 30 },
    ],
  };
}

/** AWSGuard is a pack that serves itself: its policies are taken on their way to the server. */
function guardPolicies(): (() => InProcess) | undefined {
  const folder = process.env.AWSGUARD;
  if (!folder) {
    return undefined;
  }
  const load = createRequire(join(folder, "package.json"));
  let taken: Policies = [];
  load("@pulumi/policy/server").serve = (
    _name: string,
    _version: string,
    _level: string,
    args: { policies: Policies },
  ) => {
    taken = args.policies;
  };
  const { AwsGuard } = load("@pulumi/awsguard");
  new AwsGuard({ all: "mandatory" });
  return () => new InProcess(taken, load);
}

async function milliseconds(sdk: InProcess, resources: readonly Resource[]): Promise<number> {
  const requests = resources.map((resource) => fill(new proto.AnalyzeRequest(), resource));
  const stack = stackRequest(resources);
  const started = performance.now();
  for (const request of requests) {
    await sdk.send(request);
  }
  await sdk.send(stack);
  return performance.now() - started;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function commandSeconds(): number {
  const started = performance.now();
  execFileSync(process.execPath, ["-r", "ts-node/register", "policies/check/main.ts", "--format", "json"], {
    cwd: join(__dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return Math.round((performance.now() - started) / 100) / 10;
}

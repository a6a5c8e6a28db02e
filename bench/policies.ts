/**
 * All packs against Pulumi's own @pulumi/awsguard on the same resources, both through the SDK's own code for the
 * engine's calls. AWSGuard is old and no dependency: AWSGUARD names a folder with its node_modules, else it is left out.
 */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Policies } from "@pulumi/policy";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { packs } from "../policies/packs";
import type { Resource } from "../policies/shared/resource";
import { policiesOf } from "../policies/shared/serve";
import { manyResources } from "./support/many-resources";
import type { BenchResult } from "./support/result";

const few = 1000;
const many = 10_000;
/** The table says a mean; one slow moment of the machine must not decide. */
const tolerance = 1.25;

export async function run(): Promise<BenchResult> {
  const own = server(() => policiesOf(...packs), require);
  await milliseconds(own, manyResources(few));
  const [small, large] = [await milliseconds(own, manyResources(few)), await milliseconds(own, manyResources(many))];
  const guard = guardServer();
  if (guard) await milliseconds(guard, manyResources(few));
  const other = guard ? await milliseconds(guard, manyResources(many)) : undefined;
  const command = commandSeconds();
  const each = (ms: number, count: number) => Math.round((ms / count) * 1000);
  return {
    title: "Policies",
    rows: [
      { name: `all packs, ${few} resources`, value: each(small, few), unit: "µs a resource" },
      {
        name: `all packs, ${many} resources`,
        value: each(large, many),
        unit: "µs a resource",
        goal: `at most ${tolerance} × that of ${few}`,
        met: large / many <= (small / few) * tolerance,
      },
      other === undefined
        ? { name: "@pulumi/awsguard (skipped: AWSGUARD names no folder)", value: 0, unit: "" }
        : {
            name: `@pulumi/awsguard, ${many} resources`,
            value: each(other, many),
            unit: "µs a resource",
            goal: "at least that of all packs",
            met: large <= other,
          },
      { name: "npm run policy, all stacks", value: command, unit: "s", goal: "at most 30 s", met: command <= 30 },
    ],
  };
}

type Call = (request: unknown) => Promise<unknown>;
interface Server {
  analyze: Call;
  analyzeStack: Call;
}

/** What the engine's calls run in a policy server, without the socket. */
function server(policies: () => Policies, load: NodeJS.Require): Server {
  const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = load("@pulumi/policy/server");
  const list = policies();
  const call = (rpc: any): Call => {
    return (request) =>
      new Promise((resolve, reject) => {
        rpc({ request }, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
      });
  };
  return {
    analyze: call(makeAnalyzeRpcFun("bench", "1.0.0", "mandatory", list)),
    analyzeStack: call(makeAnalyzeStackRpcFun("bench", "1.0.0", "mandatory", list)),
  };
}

/** AWSGuard is a pack that serves itself: its policies are taken on their way to the server. */
function guardServer(): Server | undefined {
  const folder = process.env.AWSGUARD;
  if (!folder) return undefined;
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
  return server(() => taken, load);
}

async function milliseconds({ analyze, analyzeStack }: Server, resources: readonly Resource[]): Promise<number> {
  const requests = resources.map((resource) => fill(new proto.AnalyzeRequest(), resource));
  const stack = new proto.AnalyzeStackRequest();
  for (const resource of resources) stack.addResources(fill(new proto.AnalyzerResource(), resource));
  const started = performance.now();
  for (const request of requests) await analyze(request);
  await analyzeStack(stack);
  return performance.now() - started;
}

function fill<T extends proto.AnalyzeRequest | proto.AnalyzerResource>(request: T, resource: Resource): T {
  const provider = new proto.AnalyzerProviderResource();
  provider.setType(resource.provider!.type);
  provider.setName(resource.provider!.name);
  provider.setProperties(Struct.fromJavaScript(resource.provider!.props as any));
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(Struct.fromJavaScript(resource.props as any));
  request.setOptions(new proto.AnalyzerResourceOptions());
  request.setProvider(provider);
  return request;
}

function commandSeconds(): number {
  const started = performance.now();
  execFileSync(process.execPath, ["-r", "ts-node/register", "policies/check/main.ts", "--format", "json"], {
    cwd: join(__dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return Math.round((performance.now() - started) / 100) / 10;
}

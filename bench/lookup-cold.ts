/** The lookup's cold start against the same handler with the AWS SDK: a new process for every figure, runs interleaved. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import * as esbuild from "esbuild";
import { bundle } from "../infra/shared/bundle";
import { environment, lookupEvent, organization } from "./support/registry-rows";
import { type BenchResult, median, round } from "./support/result";

const root = resolve(__dirname, "..");
const runs = 21;
const kinds = ["ours", "sdk", "sdk-bundled", "empty"] as const;
type Kind = (typeof kinds)[number];
interface Times {
  load: number;
  first: number;
  /** Processor time of loading: what a busy machine does not change. */
  processor: number;
  statusCode: number;
}

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "lookup-cold-"));
  const registry = spawn(process.execPath, ["-r", "ts-node/register", "bench/support/registry-server.ts"], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const bundles = writeBundles(folder);
    const [endpoint] = (await once(createInterface(registry.stdout), "line")) as [string];
    const times: Record<Kind, Times[]> = { ours: [], sdk: [], "sdk-bundled": [], empty: [] };
    // The first round warms the page cache and is left out.
    for (let index = 0; index <= runs; index++) {
      for (const kind of kinds) {
        const measured = await measure(folder, bundles[kind], endpoint);
        if (index > 0) {
          times[kind].push(measured);
        }
      }
    }
    return report(times, bundles);
  } finally {
    registry.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeBundles(folder: string): Record<Kind, string> {
  const build = (entryPoint: string, outfile: string, options: esbuild.BuildOptions) => {
    const path = join(folder, outfile);
    esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: [entryPoint],
      outfile: path,
      platform: "node",
      bundle: true,
      logLevel: "error",
      ...options,
    });
    return path;
  };
  const ours = join(folder, "ours.js");
  writeFileSync(ours, bundle("lookup"));
  const empty = join(folder, "empty.js");
  writeFileSync(empty, `exports.handler=async()=>({statusCode:200,body:""});`);
  build("bench/support/cold-start.ts", "cold-start.js", {});
  const withSdk = "bench/support/lookup-with-sdk.ts";
  return {
    ours,
    empty,
    sdk: build(withSdk, "sdk.js", { minify: true, external: ["@aws-sdk/*"] }),
    "sdk-bundled": build(withSdk, "sdk-bundled.js", { minify: true }),
  };
}

async function measure(folder: string, path: string, endpoint: string): Promise<Times> {
  const child: ChildProcess = fork(
    join(folder, "cold-start.js"),
    [path, JSON.stringify(lookupEvent(organization, "192.0.2.1"))],
    {
      env: { ...environment, AWS_ENDPOINT_URL_DYNAMODB: endpoint, NODE_PATH: join(root, "node_modules") },
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const [times] = (await once(child, "message")) as [Times];
  await once(child, "exit");
  if (times.statusCode !== 200) {
    throw new Error(`${path} answered ${times.statusCode}`);
  }
  return times;
}

function report(times: Record<Kind, Times[]>, bundles: Record<Kind, string>): BenchResult {
  const of = (kind: Kind, what: "load" | "first" | "processor") => median(times[kind].map((run) => run[what]));
  const labels: Record<Kind, string> = {
    ours: "ours",
    sdk: "(a) AWS SDK, unbundled",
    "sdk-bundled": "(b) AWS SDK, esbuild's defaults",
    empty: "(c) empty handler",
  };
  const ms = (["load", "first"] as const).flatMap((what) =>
    kinds.map((kind) => ({
      name: `${what === "load" ? "load" : "load and first answer"}, ${labels[kind]}`,
      value: round(of(kind, what)),
      unit: "ms",
    })),
  );
  const loadShare = of("ours", "load") / of("sdk-bundled", "load");
  const over = of("ours", "load") - of("empty", "load");
  const overProcessor = of("ours", "processor") - of("empty", "processor");
  const firstShare = of("ours", "first") / of("sdk-bundled", "first");
  return {
    title: `Lookup, cold start (median of ${runs} new processes each)`,
    rows: [
      ...ms,
      { name: "load, ours / (b)", value: round(loadShare, 2), unit: "ratio", goal: "≤ 0.5", met: loadShare <= 0.5 },
      { name: "load, ours − (c)", value: round(over), unit: "ms", goal: "≤ 20", met: over <= 20 },
      { name: "load, ours − (c), processor time", value: round(overProcessor), unit: "ms" },
      {
        name: "first answer, ours / (b)",
        value: round(firstShare, 2),
        unit: "ratio",
        goal: "≤ 0.6",
        met: firstShare <= 0.6,
      },
      ...sizes(bundles),
    ],
  };
}

function sizes(bundles: Record<Kind, string>): BenchResult["rows"] {
  return (["ours", "sdk-bundled"] as const).map((kind) => ({
    name: `size, ${kind === "ours" ? "ours" : "(b)"}`,
    value: round(statSync(bundles[kind]).size / 1024),
    unit: "KiB",
  }));
}

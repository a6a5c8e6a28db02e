/** The lookup from memory: answers a second through the handler, and what 200,000 organizations take. */
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import * as esbuild from "esbuild";
import { bundle } from "../infra/shared/bundle";
import { environment } from "./support/registry-rows";
import { type BenchResult, round } from "./support/result";

const root = resolve(__dirname, "..");

interface Memory {
  heap: number;
  resident: number;
}

interface Measured {
  rates: { clock: number; processor: number }[];
  empty: Memory;
  full: Memory;
  other: Memory;
}

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "lookup-warm-"));
  const registry = spawn(process.execPath, ["-r", "ts-node/register", "bench/support/made-up-registry.ts"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const lookup = join(folder, "lookup.js");
    writeFileSync(lookup, bundle("lookup"));
    const script = join(folder, "warm-lookups.js");
    esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: ["bench/support/warm-lookups.ts"],
      outfile: script,
      platform: "node",
      bundle: true,
    });
    const [endpoint] = (await once(createInterface(registry.stdout), "line")) as [string];
    return report(await measure(script, lookup, endpoint));
  } finally {
    registry.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(script: string, lookup: string, endpoint: string): Promise<Measured> {
  const child = fork(script, [lookup], {
    env: { ...environment, AWS_ENDPOINT_URL_DYNAMODB: endpoint },
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [response] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the measured process ended with ${code}`);
    }),
  ]);
  return response as Measured;
}

function report({ rates, empty, full, other }: Measured): BenchResult {
  const rate = Math.max(...rates.map(({ clock }) => clock));
  const processorRate = Math.max(...rates.map(({ processor }) => processor));
  const cacheBytes = full.heap - empty.heap;
  const growth = other.heap - full.heap;
  return {
    title: "Lookup, warm from memory (one process, through the bundled handler, logging included)",
    rows: [
      { name: "answers", value: Math.round(rate), unit: "1/s", goal: "≥ 50,000", met: rate >= 50_000 },
      { name: "answers for a second of processor time", value: Math.round(processorRate), unit: "1/s" },
      {
        name: "memory of 200,000 organizations",
        value: round(cacheBytes),
        unit: "MiB",
        goal: "≤ 128",
        met: cacheBytes <= 128,
      },
      { name: "more after 200,000 others", value: round(growth), unit: "MiB", goal: "≤ 16", met: growth <= 16 },
      { name: "whole process then", value: round(other.resident), unit: "MiB" },
    ],
  };
}

/** `make up` from installed to ready, and the memory of all its processes after a minute of traffic. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { type BenchResult, round } from "./support/result";

const trafficSeconds = 60;
const startLimitMs = 120_000;

export async function run(): Promise<BenchResult> {
  const began = performance.now();
  const twin = spawn(process.execPath, ["-r", "ts-node/register", join(__dirname, "../local/main.ts"), "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const limit = setTimeout(() => twin.kill(), startLimitMs);
  try {
    for await (const line of createInterface(twin.stdout)) {
      if (line.includes("ready in")) {
        break;
      }
    }
    clearTimeout(limit);
    const readySeconds = round((performance.now() - began) / 1000, 1);
    await sleep(trafficSeconds * 1000);
    const { pss, rss, processes } = memoryOf(twin.pid!);
    return {
      title: "The twin: five stacks, 5,000 organizations",
      rows: [
        {
          name: "`make up`, installed, to ready",
          value: readySeconds,
          unit: "s",
          goal: "≤ 20 s",
          met: readySeconds <= 20,
        },
        { name: "processes", value: processes, unit: "" },
        {
          name: "resident memory, shared pages counted once (PSS)",
          value: pss,
          unit: "MB",
          goal: "≤ 1,500 MB",
          met: pss <= 1500,
        },
        { name: "resident memory, summed over processes (RSS)", value: rss, unit: "MB" },
      ],
    };
  } finally {
    twin.kill("SIGTERM");
    if (twin.exitCode === null) {
      await Promise.race([once(twin, "exit"), sleep(20_000)]);
    }
  }
}

/** MB of a process and all its children. Linux only: elsewhere the figures are 0. */
function memoryOf(root: number): { pss: number; rss: number; processes: number } {
  const sums = { pss: 0, rss: 0, processes: 0 };
  for (const pid of family(root)) {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
    sums.pss += kilobytes("Pss") / 1024;
    sums.rss += kilobytes("Rss") / 1024;
    sums.processes += 1;
  }
  return { pss: Math.round(sums.pss), rss: Math.round(sums.rss), processes: sums.processes };
}

function family(root: number): number[] {
  if (process.platform !== "linux") {
    return [];
  }
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const collect = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(collect)];
  return collect(root);
}

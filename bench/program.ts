/** Evaluating a stack program: without type checking against ts-node as it comes, and from 2 to 30 Regions. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { evaluateStacks } from "../graph";
import { projectWith } from "./support/many-regions";
import { type BenchResult, median, round } from "./support/result";

const project = resolve(__dirname, "..");
const runs = 5;
const modes = ["checked", "transpiled", "kept"] as const;

interface Evaluation {
  ms: number;
  peakMb: number;
  resources: number;
}

export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), "program-bench-"));
  try {
    const references = await globalReference(project, join(folder, "references.json"));
    const times = { checked: [] as number[], transpiled: [] as number[], kept: [] as number[] };
    for (let turn = 0; turn < runs; turn++) {
      for (const mode of modes) {
        times[mode].push(evaluate(mode, project, "ca", references).ms);
      }
    }
    const checked = median(times.checked);
    const transpiled = median(times.transpiled);
    const few = await perResource(2, folder);
    const many = await perResource(30, folder);
    const kept = median(times.kept);
    const ratio = round(kept / checked, 2);
    const time = round(many.ms / few.ms, 2);
    const memory = round(many.peakMb / few.peakMb, 2);
    return {
      title: "Evaluating the program (Pulumi's mocks, no engine)",
      rows: [
        { name: "`ca`, ts-node as it comes (type-checked)", value: Math.round(checked), unit: "ms" },
        {
          name: "`ca`, transpiled only, as tsconfig.json sets it for the Pulumi CLI",
          value: Math.round(transpiled),
          unit: "ms",
        },
        {
          name: "`ca`, transpiled and kept, as the twin, the policies and the graph do",
          value: Math.round(kept),
          unit: "ms",
        },
        { name: "kept / type-checked", value: ratio, unit: "×", goal: "≤ 0.33", met: ratio <= 0.33 },
        { name: "transpiled only / type-checked", value: round(transpiled / checked, 2), unit: "×" },
        { name: "a resource, 2 Regions", value: round(few.ms, 2), unit: "ms" },
        { name: "a resource, 30 Regions", value: round(many.ms, 2), unit: "ms" },
        { name: "time a resource, 30 Regions / 2", value: time, unit: "×", goal: "≤ 1.2", met: time <= 1.2 },
        {
          name: "peak memory of the largest process, 30 Regions / 2",
          value: memory,
          unit: "×",
          goal: "≤ 1.2",
          met: memory <= 1.2,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All stacks of a project with so many Regions: ms a resource, and the memory of the process that took most. */
export async function perResource(regions: number, folder: string): Promise<{ ms: number; peakMb: number }> {
  const { root, stacks, remove } = projectWith(regions);
  try {
    const references = await globalReference(root, join(folder, `references-${regions}.json`));
    const global = evaluate("transpiled", root, "global");
    const all = [global, ...stacks.map((stack) => evaluate("transpiled", root, stack, references))];
    const resources = all.reduce((sum, run) => sum + run.resources, 0);
    return {
      ms: all.reduce((sum, run) => sum + run.ms, 0) / resources,
      peakMb: Math.max(...all.map((run) => run.peakMb)),
    };
  } finally {
    remove();
  }
}

async function globalReference(root: string, file: string): Promise<string> {
  const [global] = await evaluateStacks({ root, stacks: ["global"] });
  writeFileSync(file, JSON.stringify({ global }));
  return file;
}

function evaluate(mode: (typeof modes)[number], root: string, stack: string, references = ""): Evaluation {
  const script = join(__dirname, "support/evaluate-program.js");
  const output = execFileSync(process.execPath, [script, mode, root, stack, references], {
    encoding: "utf8",
    cwd: root,
    timeout: 120_000,
  });
  return JSON.parse(output.trim().split("\n").at(-1)!);
}

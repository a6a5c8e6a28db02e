import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { evaluateStacks } from "../../../graph";

/** A project of three stacks with two violations of residency in `ca` and one of security in `us`. */
export const project = join(__dirname, "../../fixtures/check");
export const fromHere = relative(process.cwd(), project);

export const queue = "urn:pulumi:ca::fixture::aws:sqs/queue:Queue::jobs";

/** Lets the queue be abroad. */
export const exemptions = {
  exemptions: [
    { rule: "residency-keep-region", resource: queue, reason: "moves", owner: "team", expires: "2999-12-31" },
  ],
};

/** Each project's programs once a process, however often this file is loaded: what they declare stays the same. */
const kept = globalThis as { evaluatedFixtures?: Map<string, ReturnType<typeof evaluateStacks>> };
kept.evaluatedFixtures ??= new Map();
const evaluated = kept.evaluatedFixtures;
export const evaluate: typeof evaluateStacks = (options = {}) => {
  const { root = "" } = options;
  if (!evaluated.has(root)) {
    evaluated.set(root, evaluateStacks(options));
  }
  return evaluated.get(root)!;
};

/** Writes a file for the length of `use`. */
export async function withFile<T>(name: string, content: object, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

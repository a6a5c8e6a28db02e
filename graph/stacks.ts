/** Evaluates the real stack programs, each in a process of its own, and collects what they declare. */

import { InvalidInput } from "../model/invalid-input";
import { regionStacks } from "../model/topology";
import type { StackGraph } from "./graph";
import { MissingStack, runProgram } from "./process";
import { readSettings, type StackSettings, stackFiles } from "./project";

/** A stack program failed. The message names the stack and is what an operator needs; no stack trace for operators' mistakes. */
export class EvaluationError extends Error {
  override name = "EvaluationError";
  constructor(
    readonly stackName: string,
    reason: string,
  ) {
    super(`stack "${stackName}" cannot be evaluated: ${reason}`);
  }
}

const parallel = 2;

type References = Promise<Record<string, StackGraph>>;

/**
 * Runs `global`, then the region stacks of the project at `root` (default: this one), two at a time.
 * `stacks` (default: every `Pulumi.<stack>.yaml`) may name fewer; `global` is evaluated where a region stack needs it,
 * and returned only where named. Graphs are in the order of deployment.
 * Region stacks find the global stack only (law 4); with `findAll` they find the others as well, so that a rule can
 * say what is wrong with it.
 * `configure` may change what a stack is configured with.
 * Throws InvalidInput for an unknown stack, EvaluationError for the first program that fails or exceeds `timeoutMs`,
 * and the signal's reason when aborted; every process is gone by then.
 */
export async function evaluateStacks(
  options: {
    root?: string;
    stacks?: string[];
    signal?: AbortSignal;
    timeoutMs?: number;
    findAll?: boolean;
    configure?: (settings: StackSettings) => StackSettings;
  } = {},
): Promise<StackGraph[]> {
  const root = options.root ?? `${__dirname}/..`;
  const { configure = (read: StackSettings) => read } = options;
  const names = inOrder(options.stacks ?? stackFiles(root));
  const settings = new Map(["global", ...names].map((stack) => [stack, configure(readSettings(root, stack))]));
  const abort = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, abort.signal]) : abort.signal;
  const evaluate = async (stack: string, references: References, readers: string[] = []): Promise<StackGraph> => {
    try {
      return await runProgram({
        root,
        settings: settings.get(stack)!,
        references,
        signal,
        timeoutMs: options.timeoutMs ?? 60_000,
      });
    } catch (error) {
      options.signal?.throwIfAborted();
      const read = error instanceof MissingStack && options.findAll ? error.stackName : undefined;
      if (read !== undefined && settings.has(read) && ![...readers, stack].includes(read)) {
        const chain = [...readers, stack];
        // A global stack that reads a region stack cannot be what that one waits for.
        const evaluated = await evaluate(read, chain.includes("global") ? none : found, chain);
        return evaluate(stack, Promise.resolve({ ...(await references), [read]: evaluated }), readers);
      }
      throw error instanceof EvaluationError ? error : new EvaluationError(stack, (error as Error).message);
    }
  };
  const none: References = Promise.resolve({});
  const global = evaluate("global", none);
  // Region stacks load while the global stack is evaluated.
  const found = global.then((evaluated) => ({ global: evaluated }));
  found.catch(() => {}); // without region stacks nobody else hears of it
  const regions = names.filter((name) => name !== "global");
  const results: StackGraph[] = [];
  const next = regions.entries();
  const worker = async () => {
    for (const [index, stack] of next) {
      results[index] = await evaluate(stack, found);
    }
  };
  const running = [global, ...Array.from({ length: parallel }, worker)];
  try {
    await Promise.all(running);
    return [...(names.includes("global") ? [await global] : []), ...results];
  } catch (error) {
    abort.abort();
    await Promise.allSettled(running);
    throw error;
  }
}

function inOrder(stacks: string[]): string[] {
  const known = ["global", ...Object.keys(regionStacks)];
  const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  if (stacks.length === 0) {
    throw new InvalidInput("there is no Pulumi.<stack>.yaml; the project needs one for each stack");
  }
  return [...new Set(stacks)].sort((a, b) => rank(a) - rank(b));
}

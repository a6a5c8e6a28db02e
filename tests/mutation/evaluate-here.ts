/**
 * In mutation runs, stack programs are evaluated in this process, one after another: processes of their own would take
 * seconds for each mutant, most of them to load Pulumi's packages, which stay here.
 */
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { StackGraph } from "../../graph/graph";
import * as processes from "../../graph/process";
import { evaluateProgram } from "../../graph/program";
import { StackRecorder } from "../../graph/recorder";

// What keeps the programs of Pulumi's automation API apart; without types.
const { withLocalStorage } = require("@pulumi/pulumi/runtime/state");

let last: Promise<unknown> = Promise.resolve();

async function runHere({ root, settings, references }: processes.ProgramOptions): Promise<StackGraph> {
  const recorder = new StackRecorder(settings, await references);
  const run = last.then(() => evaluated(root, recorder));
  last = run.catch(() => {});
  try {
    return await run;
  } catch (error) {
    const message = (recorder.refusal ?? (error as Error)).message;
    throw recorder.missingStack ? new processes.MissingStack(message, recorder.missingStack) : new Error(message);
  }
}

/** With the SDK's state, and its mocks, as in a process that has just begun. */
async function evaluated(root: string, recorder: StackRecorder): Promise<StackGraph> {
  const { stackTraceLimit } = Error;
  const monitor = Object.getOwnPropertyDescriptors(MockMonitor.prototype);
  let fail!: (error: unknown) => void;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // A registration that fails rejects a promise that nobody waits for.
  process.on("unhandledRejection", fail);
  // The SDK keeps a stack for every promise: half of the time. Where something is declared it still finds.
  Error.stackTraceLimit = 0;
  try {
    const graph = withLocalStorage(() => evaluateProgram(root, recorder));
    // What comes from another process has been text.
    return JSON.parse(JSON.stringify(await Promise.race([graph, failed])));
  } finally {
    // What else this program rejects is told at the end of the turn: it must not fail the next one.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", fail);
    Error.stackTraceLimit = stackTraceLimit;
    Object.defineProperties(MockMonitor.prototype, monitor);
  }
}

Object.assign(processes, { runProgram: runHere });

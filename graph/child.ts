/** The child's side of process.ts: runs a stack program under the SDK's own test engine and answers with its graph. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Call } from "./graph";
import type { ChildAnswer, ProgramRun } from "./process";
import { StackRecorder } from "./recorder";
import { hasSecret, plain } from "./values";

const { mapped }: { mapped(stack: string): string } = require("./register.js");

process.once("message", (run: ProgramRun) => {
  // A rejected registration surfaces here, as in the engine's own language host.
  const recorder = new StackRecorder(run.settings, run.references);
  const fail = (error: unknown) =>
    answer({ error: reason(recorder.refusal ?? error), missingStack: recorder.missingStack });
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  evaluate(run, recorder).catch(fail);
});
// Nearly every program needs it and loading it takes longest: do so while the parent waits for the global stack.
setImmediate(() => require("@pulumi/aws"));
// The parent is gone: nobody is left to answer.
process.on("disconnect", () => process.exit(1));

async function evaluate({ root, settings }: ProgramRun, recorder: StackRecorder) {
  const { project, stack, config, secretKeys } = settings;
  await pulumi.runtime.setMocks(recorder, project, stack, false, "organization");
  recorder.watch();
  pulumi.runtime.setAllConfig(config, secretKeys);
  const { main } = require(join(root, "package.json"));
  const outputs = await pulumi.runtime.runInPulumiStack(async () => {
    const program = require(join(root, main));
    const entry = program.default ?? program;
    return typeof entry === "function" ? await entry() : entry;
  });
  await pulumi.runtime.disconnect();
  // Failed registrations reject detached promises: give them their turn to be reported.
  await new Promise((resolve) => setImmediate(resolve));
  const sent = recorder.stackOutputs ?? outputs ?? {};
  const secretOutputs = Object.keys(sent).filter((name) => hasSecret(sent[name]));
  const resources = sortBy(recorder.resources, (one) => one.urn);
  for (const resource of resources) if (resource.registered) resource.registered = await plain(resource.registered);
  const calls = sortBy((await plain(recorder.calls)) as Call[], (one) => JSON.stringify(one));
  const references = recorder.stackReferences;
  answer({ graph: { stack, resources, references, calls, outputs: await plain(sent), secretOutputs } });
}

const sortBy = <T>(list: T[], key: (one: T) => string) => list.sort((a, b) => (key(a) < key(b) ? -1 : 1));

let answered = false;
function answer(message: ChildAnswer) {
  if (answered) return;
  answered = true;
  process.send!(message);
}

/** An operator's mistake is its message; anything else is a fault of the program, so where it happened matters. */
function reason(error: unknown): string {
  if (pulumi.RunError.isInstance(error)) return error.message;
  if (pulumi.ResourceError.isInstance(error) && error.hideStack) return error.message;
  return error instanceof Error ? mapped(error.stack ?? error.message) : String(error);
}

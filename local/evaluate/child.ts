/** The child's side of process.ts: runs a stack program under the SDK's own test engine and answers with its graph. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
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
  const secretOutputNames = Object.keys(sent).filter((name) => hasSecret(sent[name]));
  const resources = recorder.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const graph = { stack, resources, references: recorder.stackReferences, outputs: await plain(sent) };
  answer({ evaluated: { graph, secretOutputNames } });
}

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

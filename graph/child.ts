/** The child's side of process.ts: runs a stack program and answers with its graph. */
import * as pulumi from "@pulumi/pulumi";
import type { ChildMessage, ProgramRun } from "./process";
import { evaluateProgram } from "./program";
import { StackRecorder } from "./recorder";

const { mapped }: { mapped(stack: string): string } = require("./register.js");

process.once("message", ({ root, settings, references }: ProgramRun) => {
  // A rejected registration surfaces here, as in the engine's own language host.
  const recorder = new StackRecorder(settings, references);
  const fail = (error: unknown) =>
    send({ error: reason(recorder.refusal ?? error), missingStack: recorder.missingStack });
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  evaluateProgram(root, recorder).then((graph) => send({ graph }), fail);
});
// Nearly every program needs it and loading it takes longest: do so while the parent waits for the global stack.
setImmediate(() => require("@pulumi/aws"));
// The parent is gone: nobody is left to answer.
process.on("disconnect", () => process.exit(1));

let sent = false;
function send(message: ChildMessage) {
  if (sent) {
    return;
  }
  sent = true;
  process.send!(message);
}

/** An operator's mistake is its message; anything else is an error of the program, so where it happened matters. */
function reason(error: unknown): string {
  if (pulumi.RunError.isInstance(error)) {
    return error.message;
  }
  if (pulumi.ResourceError.isInstance(error) && error.hideStack) {
    return error.message;
  }
  return error instanceof Error ? mapped(error.stack ?? error.message) : String(error);
}

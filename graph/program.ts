/** Runs a stack program under the SDK's own test engine, in this process. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Call, StackGraph } from "./graph";
import type { StackRecorder } from "./recorder";
import { hasSecret, plain } from "./values";

/** The program at `root`, with the recorder's settings. */
export async function evaluateProgram(root: string, recorder: StackRecorder): Promise<StackGraph> {
  const { project, stack, config, secretKeys } = recorder.settings;
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
  const resources = sortBy(recorder.resources, (resource) => resource.urn);
  for (const resource of resources) {
    if (resource.registered) {
      resource.registered = await plain(resource.registered);
    }
  }
  const calls = sortBy((await plain(recorder.calls)) as Call[], (call) => JSON.stringify(call));
  const references = recorder.stackReferences;
  return { stack, resources, references, calls, outputs: await plain(sent), secretOutputs };
}

const sortBy = <T>(list: T[], key: (element: T) => string) => list.sort((a, b) => (key(a) < key(b) ? -1 : 1));

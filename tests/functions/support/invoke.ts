/** Runs a function as it is uploaded: its bundle, in a process of its own, with nothing but the declared environment. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../../infra/shared/bundle";

export interface Invocation {
  /** The responses, in order; a thrown error as `{ thrown }`. */
  responses: any[];
  /** Lines of standard output. */
  log: string[];
  stderr: string;
  code: number | null;
}

const runner = `
(async () => {
  const { handler } = require("./index.js");
  const answers = [];
  for (const event of JSON.parse(process.env.TEST_EVENTS))
    answers.push(await handler(event, {}).catch((error) => ({ thrown: error.message })));
  process.stdout.write("\\u0000" + JSON.stringify(answers), () => process.exit(0));
})();`;

export const invoke = (name: string, environment: Record<string, string>, events: unknown[]) =>
  invokeCode(bundle(name), environment, events);

/** The same for code that is declared. */
export async function invokeCode(
  code: string,
  environment: Record<string, string>,
  events: unknown[],
): Promise<Invocation> {
  const folder = mkdtempSync(join(tmpdir(), "invoke-"));
  try {
    writeFileSync(join(folder, "index.js"), code);
    writeFileSync(join(folder, "run.js"), runner);
    const env = {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...environment,
      TEST_EVENTS: JSON.stringify(events),
    };
    const child = spawn(process.execPath, [join(folder, "run.js")], { cwd: folder, env, timeout: 20_000 });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const exit = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const [log = "", responses = "[]"] = stdout.split("\u0000");
    return { responses: JSON.parse(responses), log: log.split("\n").filter(Boolean), stderr, code: exit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

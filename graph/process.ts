/** One program in one child process: settings in, graph out. The child never outlives the call. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { StackGraph } from "./graph";
import type { StackSettings } from "./project";

export interface ProgramRun {
  root: string;
  settings: StackSettings;
  references: Record<string, StackGraph>;
}

export type ChildMessage = { graph: StackGraph } | { error: string; missingStack: string | undefined };

/** The program reads a stack that is not among its references. */
export class MissingStack extends Error {
  override name = "MissingStack";
  constructor(
    reason: string,
    readonly stackName: string,
  ) {
    super(reason);
  }
}

export interface ProgramOptions {
  root: string;
  settings: StackSettings;
  /** The process loads what it needs while these are waited for. */
  references: Promise<Record<string, StackGraph>>;
  signal: AbortSignal;
  /** From when the references are there. */
  timeoutMs: number;
}

/** Throws an Error with the reason alone where the program fails (MissingStack), ends early, exceeds `timeoutMs` or is aborted. */
export async function runProgram(options: ProgramOptions): Promise<StackGraph> {
  const { root, settings, references, signal, timeoutMs } = options;
  signal.throwIfAborted();
  const child = fork(join(__dirname, "child.ts"), {
    cwd: root,
    execArgv: ["--require", require.resolve("./register.js")],
    // Settings of the Pulumi CLI in the operator's shell must not reach a program that no engine runs.
    env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("PULUMI_"))),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk).slice(-4000);
  });
  const ended = once(child, "close");
  const kill = () => child.kill("SIGKILL");
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", kill, { once: true });
  let received: ChildMessage | undefined;
  child.once("message", (message) => {
    received = message as ChildMessage;
    kill();
  });
  try {
    const run: ProgramRun = { root, settings, references: await references };
    timer = setTimeout(() => {
      stderr = `it did not finish within ${timeoutMs / 1000} s`;
      kill();
    }, timeoutMs);
    if (child.connected) {
      child.send(run, () => {}); // a process that has gone says so by ending
    }
    const [code] = await ended;
    if (!received) {
      throw new Error(stderr.trim() || `its process ended early with exit code ${code}`);
    }
    if ("error" in received) {
      throw received.missingStack ? new MissingStack(received.error, received.missingStack) : new Error(received.error);
    }
    return received.graph;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
    kill();
    await ended;
  }
}

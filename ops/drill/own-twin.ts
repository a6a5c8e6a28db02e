/** A twin of the drill's own, which ends with it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { InvalidInput } from "../../model/invalid-input";

const root = join(__dirname, "../..");
const startMs = 180_000;
const stopMs = 20_000;

export interface OwnTwin {
  url: string;
  stop(): Promise<void>;
}

/** Rejects with InvalidInput where it does not start. */
export async function startTwin(speed: number, signal: AbortSignal): Promise<OwnTwin> {
  const words = ["-r", join(root, "graph/register.js"), join(root, "local/main.ts")];
  const child = spawn(process.execPath, [...words, "--port", "0", "--speed", String(speed), "--no-traffic"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C is the drill's: it ends the twin itself, after the faults.
    detached: true,
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const hard = setTimeout(() => child.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(hard);
    }
  };
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = `${errors}${chunk}`.slice(-2_000);
  });
  const limit = setTimeout(() => void stop(), startMs);
  const aborted = () => void stop();
  signal.addEventListener("abort", aborted);
  try {
    for await (const line of createInterface(child.stdout)) {
      const [, url] = /^\s*Page\s+(http\S+)/.exec(line) ?? [];
      if (url) {
        child.stdout.resume();
        return { url, stop };
      }
    }
  } finally {
    clearTimeout(limit);
    signal.removeEventListener("abort", aborted);
  }
  await stop();
  signal.throwIfAborted();
  throw new InvalidInput(`the twin did not start: ${errors.trim() || "it said nothing"}`);
}

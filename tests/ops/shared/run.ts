/** Runs an operator's command in this process, and gives what it said and its exit code. */
import type { Command } from "commander";

export async function run(command: Command, ...args: string[]) {
  const said = { stdout: "", stderr: "" };
  const { exitCode } = process;
  const streams = { stdout: process.stdout.write, stderr: process.stderr.write };
  const listeners = process.stdout.listeners("error");
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = ((text: string | Uint8Array, ...more: unknown[]) => {
      said[name] += String(text);
      const done = more.at(-1);
      if (typeof done === "function") {
        done();
      }
      return true;
    }) as typeof process.stdout.write;
  }
  for (const item of [command, ...command.commands]) {
    item.exitOverride();
  }
  try {
    process.exitCode = 0;
    const code = await command.parseAsync(args, { from: "user" }).then(
      () => Number(process.exitCode),
      (error: { exitCode: number }) => error.exitCode,
    );
    return { code, ...said };
  } finally {
    process.exitCode = exitCode;
    for (const name of ["stdout", "stderr"] as const) {
      process[name].write = streams[name];
    }
    // Every command adds one of its own, as it would to a process that ends with it.
    for (const listener of process.stdout.listeners("error")) {
      if (!listeners.includes(listener)) {
        process.stdout.off("error", listener as () => void);
      }
    }
  }
}

import { execFile } from "node:child_process";

/** A stack's state is some megabytes: functions are inline. */
const maxBuffer = 256 * 2 ** 20;

/** How a command ended; `missing` where there is no such command. */
export type Executed = { missing: true } | { missing: false; code: number; stdout: string; stderr: string };
export type Execute = (file: string, args: readonly string[]) => Promise<Executed>;

/** Runs a command without a shell or a terminal, at most so long. Never rejects. */
export const executeWithin =
  (limitMs: number): Execute =>
  (file, args) =>
    new Promise((resolve) => {
      const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", AWS_PAGER: "" };
      const child = execFile(
        file,
        args,
        { timeout: limitMs, killSignal: "SIGKILL", env, maxBuffer },
        (error, stdout, stderr) => {
          if (error?.code === "ENOENT") {
            return resolve({ missing: true });
          }
          const late = error?.killed ? `no response within ${limitMs / 1000} s` : "";
          const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
          resolve({ missing: false, code, stdout, stderr: stderr.trim() || late });
        },
      );
      child.stdin?.end();
    });

export const execute = executeWithin(10_000);

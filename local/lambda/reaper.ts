/** Ends frozen processes when this one is killed: stopped as they are, they do not notice it themselves. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Reads process ids, one a line, `-` before one that has ended; when its input ends, it kills those that are left. */
const script = `
pids=" "
while read -r pid; do
  case "$pid" in
    -*) pids="\${pids%% \${pid#-} *} \${pids#* \${pid#-} }" ;;
    *) pids="$pids$pid " ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
`;

export class Reaper {
  #shell: ChildProcess | undefined;

  watch(child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined) {
      return;
    }
    this.#send(`${pid}`);
    child.once("exit", () => this.#send(`-${pid}`));
  }

  /** Kills what is still watched. */
  async stop(): Promise<void> {
    const shell = this.#shell;
    this.#shell = undefined;
    if (!shell) {
      return;
    }
    const ended = new Promise((resolve) => shell.once("exit", resolve));
    shell.ref();
    shell.stdin?.end();
    await ended;
  }

  #send(line: string): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`${line}\n`);
  }

  /** In a session of its own: what ends this process's group does not end it before its work is done. */
  #start(): ChildProcess {
    const shell = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"], env: {} });
    shell.unref();
    (shell.stdin as Socket).unref();
    shell.on("error", () => {});
    shell.stdin?.on("error", () => {});
    return shell;
  }
}

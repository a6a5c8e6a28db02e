/** One execution environment: a process with one copy of the function, which serves one invocation at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Reaper } from "./reaper";
import type { DeclaredFunction } from "./rules";
import { FunctionError } from "./types";

export interface EnvironmentSettings {
  declared: DeclaredFunction;
  /** The bundle as a file. */
  bundle: string;
  /** Standard output and error are appended to it, as CloudWatch Logs would have them. */
  logFile: string;
  variables: Record<string, string>;
  /** The function's clock, in ms since the epoch. */
  now(): number;
  /** Ends the process when this one does, frozen or not. */
  reaper: Pick<Reaper, "watch">;
}

interface Failure {
  errorType: string;
  errorMessage: string;
}

type Message =
  | { ready: true; initMs: number }
  | { failed: Failure }
  | { requestId: string; result?: string; error?: Failure };

export class Environment {
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  #receive: ((message: Message) => void) | undefined;
  alive = true;
  /** How long loading the function took, in real ms. */
  initMs = 0;
  #frozen = false;
  readonly #settings: EnvironmentSettings;

  constructor(settings: EnvironmentSettings) {
    this.#settings = settings;
    const { declared, bundle, logFile, variables, now } = settings;
    const log = openSync(logFile, "a");
    const { arn, memoryMb } = declared;
    this.#child = fork(
      join(__dirname, "bootstrap.js"),
      [bundle, declared.handler, JSON.stringify({ functionArn: arn, memoryMb, now: now() })],
      {
        env: variables,
        execArgv: [`--max-old-space-size=${memoryMb}`],
        stdio: ["ignore", log, log, "ipc"],
      },
    );
    closeSync(log);
    settings.reaper.watch(this.#child);
    this.#child.on("message", (message) => this.#receive?.(message as Message));
    this.#child.on("error", () => {}); // "exit" or a failed send tells the same
    this.#exited = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        this.alive = false;
        resolve(
          signal
            ? `signal: ${signal === "SIGKILL" || signal === "SIGABRT" ? "killed" : signal}`
            : `exit status ${code}`,
        );
      });
    });
  }

  /** Waits until the function is loaded, at most `limitMs` (real). Throws FunctionError as its first invocation would. */
  async init(limitMs: number): Promise<void> {
    const message = await this.#next("init", limitMs, () => "Init timed out");
    if ("failed" in message) {
      throw this.#failure(message.failed);
    }
    if ("ready" in message) {
      this.initMs = message.initMs;
    }
  }

  /**
   * Sends an event (JSON text) and resolves with the response's JSON text. After a time-out or a crash the environment is
   * gone: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke-with-errors
   */
  async invoke(call: { requestId: string; event: string; trace: string; limitMs: number }): Promise<string> {
    const { requestId, event, trace, limitMs } = call;
    this.#thaw();
    const waiting = this.#next(
      requestId,
      limitMs,
      () => `Task timed out after ${(this.#settings.declared.timeoutMs / 1000).toFixed(2)} seconds`,
    );
    this.#child.send({ requestId, event, trace, limitMs, now: this.#settings.now() }, () => {});
    const message = await waiting;
    if ("error" in message && message.error) {
      throw this.#failure(message.error);
    }
    if (!("result" in message)) {
      throw new FunctionError("Runtime.Unknown", `RequestId: ${requestId} Error: no response`);
    }
    return message.result ?? "null";
  }

  /**
   * Stops the process until it is invoked again: none of its timers run meanwhile, no byte is read or written.
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown
   */
  freeze(): void {
    if (!this.alive || this.#frozen) {
      return;
    }
    this.#frozen = this.#child.kill("SIGSTOP");
  }

  #thaw(): void {
    if (this.#frozen) {
      this.#child.kill("SIGCONT");
    }
    this.#frozen = false;
  }

  /** Kills the process and waits until it is gone. */
  async stop(): Promise<void> {
    this.alive = false;
    this.#child.kill("SIGKILL");
    if (this.#child.pid !== undefined) {
      await this.#exited;
    }
  }

  async #next(requestId: string, limitMs: number, timedOut: () => string): Promise<Message> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        new Promise<Message>((resolve) => {
          this.#receive = resolve;
        }),
        this.#exited.then((how) => {
          throw new FunctionError(
            "Runtime.ExitError",
            `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
          );
        }),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => {
            void this.stop();
            reject(new FunctionError("Sandbox.Timedout", `RequestId: ${requestId} Error: ${timedOut()}`));
          }, limitMs);
        }),
      ]);
    } finally {
      clearTimeout(timer);
      this.#receive = undefined;
    }
  }

  #failure({ errorType, errorMessage }: Failure): FunctionError {
    return new FunctionError(errorType, errorMessage);
  }
}

/** The frame of every operator's command: mistakes are reported without a stack, the exit code says how it went. */
import { InvalidInput } from "../model/invalid-input";

/** Runs a command; `explain` may turn an SDK's error into the operator's words. */
export async function runCommand(
  main: () => Promise<number | undefined>,
  explain: (error: unknown) => string | undefined = () => undefined,
): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const message = error instanceof InvalidInput ? error.message : explain(error);
    if (message !== undefined) {
      process.stderr.write(`${message}\n`);
    } else {
      process.stderr.write(`unexpected: ${error instanceof Error ? error.message : String(error)}\n`);
      if (process.env.DEBUG && error instanceof Error) {
        process.stderr.write(`${error.stack}\n`);
      }
    }
    process.exitCode = 1;
  }
}

/** Writes to stdout and waits until it is taken: `process.exit` after a large answer into a pipe would cut it. */
export const print = (text: string) =>
  new Promise<void>((resolve) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, () => resolve()));

/** 5000 → "5,000" */
export const count = (value: number) => value.toLocaleString("en-US");

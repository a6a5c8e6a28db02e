/** Where the running twin is: the same options for every command that talks to it. */
import type { Command } from "commander";
import { portOf, portOption } from "../../cli/port";
import { InvalidInput } from "../../model/invalid-input";

export interface TwinOptions {
  twin?: string;
  port?: number;
}

/** `PORT` moves it as it moves `make up` and `npm run journey`; `HOME_REGION_TWIN` names it whole. */
export function twinAt({ twin, port }: TwinOptions = {}, env: NodeJS.ProcessEnv = process.env): string {
  if (twin) {
    return twin;
  }
  if (port === undefined && env.HOME_REGION_TWIN) {
    return env.HOME_REGION_TWIN;
  }
  return `http://127.0.0.1:${portOf(port, env)}`;
}

export const withTwinOptions = (command: Command): Command =>
  command
    .addOption(portOption("port of the twin"))
    .option("--twin <url>", "control API of the twin, where it is not on this machine");

/** What its control API answers. Throws InvalidInput where no twin does. */
export async function callTwin(twin: string, path: string, body?: object): Promise<unknown> {
  const url = `${twin.replace(/\/+$/, "")}${path}`;
  const post = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(url, { ...post, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) {
      throw new Error(`status ${response.status}: ${(await response.text()).slice(0, 200)}`);
    }
    return await response.json();
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new InvalidInput(
      `no twin answers at ${url} (${cause?.code ?? message}); fix: start it with \`make up\`, say where it is with --port or --twin, or use --aws`,
    );
  }
}

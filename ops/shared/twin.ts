/** Where the running twin is: the same options for every command that talks to it. */
import { type Command, InvalidArgumentError } from "commander";

/** The control API's own default, without loading its server. */
export const defaultPort = 4600;

export interface TwinOptions {
  twin?: string;
  port?: number;
}

/** `PORT` moves it as it moves `make up` and `npm run journey`; `HOME_REGION_TWIN` names it whole. */
export function twinAt({ twin, port }: TwinOptions = {}, env: NodeJS.ProcessEnv = process.env): string {
  if (twin) {
    return twin;
  }
  if (port !== undefined) {
    return `http://127.0.0.1:${port}`;
  }
  return env.HOME_REGION_TWIN ?? `http://127.0.0.1:${env.PORT || defaultPort}`;
}

export const withTwinOptions = (command: Command): Command =>
  command
    .option("--port <port>", `port of the twin (default: PORT, or ${defaultPort})`, portArgument)
    .option("--twin <url>", "control API of the twin, where it is not on this machine");

function portArgument(value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) {
    return port;
  }
  throw new InvalidArgumentError("Allowed: a whole number from 1 to 65535.");
}

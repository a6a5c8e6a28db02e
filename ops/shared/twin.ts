/** Where the running twin is: the same options for every command that talks to it. */
import type { Command } from "commander";
import { portOf, portOption } from "../../cli/port";

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

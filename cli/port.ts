/** The port of the twin, as whatever starts it or asks it takes it. */
import { InvalidArgumentError, Option } from "commander";
import { InvalidInput } from "../model/invalid-input";

export const defaultPort = 4600;

/** `--port`. Without it `portOf(undefined)` says which. */
export const portOption = (description: string, least: 0 | 1 = 1): Option =>
  new Option("--port <port>", `${description} (default: PORT, or ${defaultPort})`).argParser(portArgument(least));

/** Where `least` is 0, that takes a port that is free. */
export const portArgument = (least: 0 | 1) => (value: string) => {
  const port = portNumber(value, least);
  if (port === undefined) {
    throw new InvalidArgumentError(`Allowed: ${allowed(least)}.`);
  }
  return port;
};

/** The port that an option named, else PORT of the environment; an empty one is none. */
export function portOf(option: number | undefined, env: NodeJS.ProcessEnv = process.env, least: 0 | 1 = 1): number {
  const port = option ?? (env.PORT ? portNumber(env.PORT, least) : defaultPort);
  if (port === undefined) {
    throw new InvalidInput(`PORT of the environment: found "${env.PORT}"; allowed: ${allowed(least)}`);
  }
  return port;
}

function portNumber(value: string, least: number): number | undefined {
  const port = Number(value);
  return value.trim() !== "" && Number.isInteger(port) && port >= least && port <= 65_535 ? port : undefined;
}

const allowed = (least: number) => `a whole number from ${least} to 65535`;

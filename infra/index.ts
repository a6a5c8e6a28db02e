import { readConfig } from "./config";
import { globalStack } from "./global/stack";
import { regionStack } from "./region/stack";

/** The program: picks the stack by its name, returns its outputs. */
export = async function main() {
  const config = readConfig();
  return config.kind === "global" ? globalStack(config) : regionStack(config);
};

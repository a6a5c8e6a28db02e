import { relative } from "node:path";
import type { Resource } from "../shared/resource";

/** `infra/region/dns.ts:31`: where the program declares a resource; undefined where nobody noted it. */
export function sourceOf({ source }: Resource, folder = process.cwd()): string | undefined {
  if (!source) return undefined;
  // Programs run transpiled. Only what is reported is traced back: reading source maps takes time.
  const { mapped }: { mapped(stack: string): string } = require("../../local/evaluate/register.js");
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(mapped(source)) ?? [];
  return file && `${relative(folder, file)}:${line}`;
}

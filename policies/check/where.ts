import { relative } from "node:path";
import type { Resource } from "../shared/resource";

export interface Place {
  /** From `folder`: `infra/region/dns.ts`. */
  readonly file: string;
  readonly line: number;
}

/** Where the program declares a resource; undefined where nobody noted it. */
export function placeOf({ source }: Resource, folder = process.cwd()): Place | undefined {
  if (!source) {
    return undefined;
  }
  // Programs run transpiled. Only what is reported is traced back: reading source maps takes time.
  const { mapped }: { mapped(stack: string): string } = require("../../graph/register.js");
  const found = /(.+?):(\d+)(?::\d+)?$/.exec(mapped(source));
  return found ? { file: relative(folder, found[1]!), line: Number(found[2]) } : undefined;
}

/** The files that are kept of each folder, and the page of them all. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Folder } from "./config";
import type { Explanations } from "./issues";
import type { Part } from "./page";
import type { Scores } from "./scores";

export const root = join(__dirname, "../..");

const read = <T>(file: string, otherwise: T): T =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : otherwise;

export const scoresFile = (name: string) => join(__dirname, "scores", `${name}.json`);

export const scoresOf = (name: string) => read<Scores>(scoresFile(name), { seconds: {}, folders: {} });

export const explanationsOf = (name: string) => read<Explanations>(join(__dirname, "survivors", `${name}.json`), {});

/** One line a count, as Biome leaves it. */
export function scoresText({ seconds, folders }: Scores): string {
  const line = (value: object) => JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, " ");
  const counts = Object.entries(folders).map(([name, count]) => `\n    ${JSON.stringify(name)}: ${line(count)}`);
  return `{\n  "seconds": ${line(seconds)},\n  "folders": {${counts.join()}${counts.length > 0 ? "\n  " : ""}}\n}\n`;
}

export const partsOf = (folders: Readonly<Record<string, Folder>>): Part[] =>
  Object.entries(folders).map(([name, folder]) => ({
    name,
    folder,
    scores: scoresOf(name),
    explanations: explanationsOf(name),
  }));

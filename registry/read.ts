/** Files of organizations, read as a stream: CSV with a header, or NDJSON with one object a line. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { InvalidInput } from "../model/invalid-input";
import { readCsv } from "./csv";
import type { Issue } from "./issue";
import { readNdjson } from "./ndjson";
import type { Entry } from "./rules";

export const formats = ["csv", "ndjson"] as const;
export type Format = (typeof formats)[number];

export interface Source {
  name: string;
  format: Format;
  input: Readable;
  /** Size in bytes where it is known, for progress. */
  bytes: number | undefined;
}

/** Opens a file by its extension, or stdin (`-`) as `format` says. Throws InvalidInput where that cannot be. */
export async function openSource(file: string, format?: string): Promise<Source> {
  if (format !== undefined && !formats.includes(format as Format)) {
    throw new InvalidInput(`--format: found "${format}"; allowed: ${formats.join(", ")}`);
  }
  if (file === "-") {
    if (!format) {
      throw new InvalidInput(`stdin has no extension; fix: add --format ${formats.join(" or --format ")}`);
    }
    return { name: "stdin", format: format as Format, input: process.stdin, bytes: undefined };
  }
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(`${file}: cannot be read (${error.code ?? error.message}); fix: check the path`);
  });
  if (!found.isFile()) {
    throw new InvalidInput(`${file}: is not a file; fix: give the path of a CSV or NDJSON file`);
  }
  const byExtension = /\.csv$/i.test(file) ? "csv" : /\.(ndjson|jsonl)$/i.test(file) ? "ndjson" : undefined;
  const chosen = (format as Format | undefined) ?? byExtension;
  if (!chosen) {
    throw new InvalidInput(
      `${file}: found no known extension; allowed: .csv, .ndjson, .jsonl; fix: rename it; npm run organizations takes --format as well`,
    );
  }
  return { name: file, format: chosen, input: createReadStream(file), bytes: found.size };
}

/** Every line of a source as an entry or as the issues that keep it from being one. Throws InvalidInput on a read error. */
export async function* readEntries(source: Source): AsyncGenerator<{ entry: Entry } | { issues: Issue[] }> {
  const { name, format, input } = source;
  try {
    if (format === "csv") {
      yield* readCsv(input);
    } else {
      yield* readNdjson(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
    }
  } catch (error) {
    if (error !== input.errored) {
      throw error;
    }
    throw new InvalidInput(`${name}: cannot be read: ${(error as Error).message}`);
  }
}

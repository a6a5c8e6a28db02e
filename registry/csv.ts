import type { Readable } from "node:stream";
import { CsvError, type Options, parse } from "csv-parse";
import { type Issue, quote } from "./issue";
import type { Entry } from "./rules";

export const columns = ["organization", "jurisdiction", "country", "emailDomains"] as const;
type Column = (typeof columns)[number];
const header = columns.join(",");

/** A quote that is not closed takes everything after it into its field: no organization needs this many characters. */
const longestRecord = 100_000;

/** Entries of a CSV stream. The header names the columns in any order; e-mail domains are divided by `;`. */
export async function* readCsv(input: Readable): AsyncGenerator<{ entry: Entry } | { issues: Issue[] }> {
  const lines = new Lines();
  const options = {
    ...{ bom: true, raw: true, trim: true, relax_column_count: true, skip_empty_lines: true },
    // All of them, also beside each other: what several programs have written to.
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: longestRecord,
    // Here, and not where records are taken: an error takes those away that nobody has taken yet.
    on_record: ({ record, raw }: { record: string[]; raw: string }) => ({ record, line: lines.take(raw) }),
  };
  const parser = parse(options as unknown as Options); // whose types know no `raw`
  input.on("error", (error) => parser.destroy(error));
  input.pipe(parser);
  let names: string[] | undefined;
  try {
    for await (const { record, line } of parser as AsyncIterable<{ record: string[]; line: number }>) {
      if (names) {
        yield readRecord(names, record, line);
      } else {
        const issues = headerIssues(record, line);
        // Without a header that holds, every line below would be an issue that says nothing new.
        if (issues.length > 0) {
          return yield { issues };
        }
        names = record;
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    yield { issues: [brokenRecord(error, lines)] };
    return;
  } finally {
    input.destroy();
  }
  if (!names) {
    yield { issues: [noHeader] };
  }
}

const noHeader: Issue = { line: 0, column: "header", found: "nothing", allowed: header, fix: "write the header first" };

const breaksIn = (text: string) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** Lines as editors count them. The parser counts CRLF in quotes twice. */
class Lines {
  #read = 0;

  /** The line and text of what comes after all that was taken: the parser keeps one character of each empty line before it. */
  next(raw: string): { line: number; text: string } {
    const text = raw.replace(/^[\r\n]+/, "");
    return { line: this.#read + raw.length - text.length + 1, text };
  }

  /** The first line of a record, which is taken with its last character, a line break where the file goes on. */
  take(raw: string): number {
    const { line, text } = this.next(raw);
    this.#read = line + breaksIn(text.slice(0, -1));
    return line;
  }
}

// Where a quote was meant to close nobody knows, so the lines after it are not judged.
function brokenRecord({ message, raw = "" }: CsvError & { raw?: string }, lines: Lines): Issue {
  const { line, text } = lines.next(raw);
  const quoted = [...text.matchAll(/"(?:[^"]|"")*(?:"|$)/g)].at(-1);
  const before = text.slice(0, quoted?.index);
  const issue = {
    line: line + breaksIn(before),
    column: "quotes",
    allowed: 'fields in "…", a quote inside written as ""',
  };
  // A quote inside a field that did not begin with one.
  if (!quoted || /[^\s,]\s*$/.test(before)) {
    const found = message.replace(/ at line \d+.*$/s, "");
    return { ...issue, found, fix: "put the whole field into quotes; the lines after it were not read" };
  }
  const last = issue.line + breaksIn(quoted[0]);
  const found = quoted[0].endsWith('"')
    ? `a quote that is opened here, closed in line ${last}, and followed by more`
    : "a quote that is opened here and not closed";
  return { ...issue, found, fix: "close the quote; the lines after it were not read" };
}

function headerIssues(names: string[], line: number): Issue[] {
  const issue = (column: string, found: string, fix: string): Issue => ({ line, column, found, allowed: header, fix });
  const issues = names
    .filter((name) => !columns.includes(name as Column))
    .map((name) => issue("header", `column ${quote(name)}`, "rename or remove it"));
  for (const name of new Set(names)) {
    if (names.filter((other) => other === name).length > 1) {
      issues.push(issue("header", `column ${quote(name)} twice`, "remove one of them"));
    }
  }
  if (!names.includes("organization")) {
    issues.push(issue("header", "no column organization", "add it"));
  }
  if (!names.includes("jurisdiction") && !names.includes("country")) {
    issues.push(issue("header", "neither column jurisdiction nor country", "add one of them"));
  }
  return issues;
}

function readRecord(names: string[], record: string[], line: number): { entry: Entry } | { issues: Issue[] } {
  if (record.length !== names.length) {
    const found = `${record.length} fields`;
    const fix = "divide fields by commas and e-mail domains by semicolons";
    return { issues: [{ line, column: "line", found, allowed: `${names.length}, as in the header`, fix }] };
  }
  const value = (name: Column) => record[names.indexOf(name)] ?? "";
  return {
    entry: {
      line,
      organization: value("organization"),
      jurisdiction: value("jurisdiction"),
      country: value("country"),
      emailDomains: names.includes("emailDomains") ? splitDomains(value("emailDomains")) : undefined,
    },
  };
}

/** "a.example; b.example" → its two domains; nothing → none. */
export const splitDomains = (value: string) =>
  value
    .split(";")
    .map((domain) => domain.trim())
    .filter((domain) => domain !== "");

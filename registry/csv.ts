import type { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { type Issue, quote } from "./issue";
import type { Entry } from "./rules";

export const columns = ["organization", "jurisdiction", "country", "emailDomains"] as const;
type Column = (typeof columns)[number];
const header = columns.join(",");

/** Entries of a CSV stream. The header names the columns in any order; e-mail domains are divided by `;`. */
export async function* readCsv(input: Readable): AsyncGenerator<{ entry: Entry } | { issues: Issue[] }> {
  const parser = parse({ bom: true, info: true, trim: true, relax_column_count: true, skip_empty_lines: true });
  input.on("error", (error) => parser.destroy(error));
  input.pipe(parser);
  let names: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (names) {
        yield readRecord(names, record, info.lines);
      } else {
        const issues = headerIssues(record, info.lines);
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
    yield { issues: [brokenQuoting(error)] };
    return;
  } finally {
    input.destroy();
  }
  if (!names) {
    yield { issues: [noHeader] };
  }
}

const noHeader: Issue = { line: 0, column: "header", found: "nothing", allowed: header, fix: "write the header first" };

// The parser cannot know where a field that was opened ends, so the lines after it are not judged.
function brokenQuoting(error: CsvError): Issue {
  return {
    line: Number(error.lines ?? 0),
    column: "quotes",
    found: error.message.replace(/ at line \d+.*$/s, ""),
    allowed: 'fields in "…", a quote inside written as ""',
    fix: "close the quote; the lines after it were not read",
  };
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

import { inexactIn, repeated } from "../model/exact-json";
import { columns, splitDomains } from "./csv";
import { type Issue, quote } from "./issue";
import type { Entry } from "./rules";

/** Entries of NDJSON lines. `emailDomains` is an array of strings, or one string divided by `;`. Empty lines are skipped. */
export async function* readNdjson(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ entry: Entry } | { issues: Issue[] }> {
  let line = 0;
  for await (const text of lines) {
    line++;
    // A byte order mark counts as a space here.
    const trimmed = text.trim();
    if (trimmed !== "") {
      yield readLine(trimmed, line);
    }
  }
}

function readLine(text: string, line: number): { entry: Entry } | { issues: Issue[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not an object either.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const allowed = `one JSON object with ${columns.join(", ")}`;
    return { issues: [{ line, column: "line", found: quote(text), allowed, fix: "write one object, on one line" }] };
  }
  // Of two values the last would win.
  const twice = inexactIn(text).filter(({ detail }) => detail === repeated);
  if (twice.length > 0) {
    const rest = { found: "its name twice", allowed: columns.join(", "), fix: "remove one of them" };
    return { issues: twice.map(({ pointer }) => ({ line, column: pointer.slice(1), ...rest })) };
  }
  return readObject(value as Record<string, unknown>, line);
}

function readObject(value: Record<string, unknown>, line: number): { entry: Entry } | { issues: Issue[] } {
  const issues: Issue[] = Object.keys(value)
    .filter((key) => !columns.some((column) => column === key))
    .map((key) => ({
      line,
      column: key.slice(0, 80),
      found: "a field of this name",
      allowed: columns.join(", "),
      fix: "rename or remove it",
    }));
  const text = (column: "organization" | "jurisdiction" | "country"): string => {
    const found = value[column] ?? "";
    if (typeof found === "string") {
      return found.trim();
    }
    issues.push({ line, column, found: quote(found), allowed: "a string", fix: "write it in quotes" });
    return "";
  };
  const entry = {
    line,
    organization: text("organization"),
    jurisdiction: text("jurisdiction"),
    country: text("country"),
    emailDomains: domainsOf(value.emailDomains, line, issues),
  };
  return issues.length > 0 ? { issues } : { entry };
}

function domainsOf(found: unknown, line: number, issues: Issue[]): readonly string[] | undefined {
  if (found === undefined) {
    return undefined;
  }
  if (typeof found === "string") {
    return splitDomains(found);
  }
  if (Array.isArray(found) && found.every((domain) => typeof domain === "string")) {
    return found;
  }
  const allowed = "an array of strings, or one string divided by ;";
  issues.push({ line, column: "emailDomains", found: quote(found), allowed, fix: 'write ["acme.example"]' });
  return undefined;
}

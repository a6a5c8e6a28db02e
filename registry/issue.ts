import { InvalidInput } from "../model/invalid-input";

/** One thing wrong in one place of a file: what was found, what is allowed, how to fix it. */
export interface Issue {
  /** 1-based line of the file; 0 where it is about the file as a whole. */
  line: number;
  /** Column of the header or field of the object. */
  column: string;
  found: string;
  allowed: string;
  fix: string;
}

/** Shown quoted and cut, so that a megabyte in a field does not become a megabyte on the screen. */
export function quote(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const cut = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return text === "" ? "nothing" : JSON.stringify(cut);
}

export const formatIssue = ({ line, column, found, allowed, fix }: Issue) =>
  `${line ? `line ${line}` : "file"}, ${column}: found ${found}; allowed: ${allowed}; fix: ${fix}`;

/** Nobody reads more of them at once; the rest is counted. */
const printed = 100;

/** A file that cannot be imported: every issue, in the order of its lines. */
export class ImportError extends InvalidInput {
  override name = "ImportError";
  readonly issues: readonly Issue[];

  constructor(source: string, issues: Issue[]) {
    const sorted = issues.toSorted((a, b) => a.line - b.line);
    const lines = new Set(sorted.map((issue) => issue.line)).size;
    const rest = sorted.length - printed;
    super(
      [
        `${source}: nothing imported, ${issues.length} ${issues.length === 1 ? "issue" : "issues"} in ${lines} ${lines === 1 ? "line" : "lines"}`,
        ...sorted.slice(0, printed).map((issue) => `  ${formatIssue(issue)}`),
        ...(rest > 0 ? [`  and ${rest} more`] : []),
      ].join("\n"),
    );
    this.issues = sorted;
  }
}

import { InvalidInput } from "../model/invalid-input";

/** One thing wrong in one place of a file: what was found, what is allowed, how to fix it. */
export interface Fault {
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

export const formatFault = ({ line, column, found, allowed, fix }: Fault) =>
  `${line ? `line ${line}` : "file"}, ${column}: found ${found}; allowed: ${allowed}; fix: ${fix}`;

/** A file that cannot be imported: every fault, in the order of its lines. */
export class ImportFaults extends InvalidInput {
  override name = "ImportFaults";
  readonly faults: readonly Fault[];

  constructor(source: string, faults: Fault[]) {
    const sorted = faults.toSorted((a, b) => a.line - b.line);
    const lines = new Set(sorted.map((fault) => fault.line)).size;
    super(
      `${source}: nothing imported, ${faults.length} ${faults.length === 1 ? "fault" : "faults"} in ${lines} ${lines === 1 ? "line" : "lines"}\n${sorted
        .map((fault) => `  ${formatFault(fault)}`)
        .join("\n")}`,
    );
    this.faults = sorted;
  }
}

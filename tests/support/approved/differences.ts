/** Which lines of a document differ, each under what it belongs to: whole files of two thousand lines show nobody what changed. */
import { diffArrays } from "diff";

interface Line {
  /** The resource, or the top-level key. */
  section: string;
  /** What the line stands under: `inputs: policy: json:`. */
  path: string;
  /** With its indentation. */
  text: string;
}

/** Empty where there is none. `-` is approved, `+` is declared now. */
export function differences(approved: string, declared: string): string {
  const parts = diffArrays(linesOf(approved), linesOf(declared), {
    comparator: (a, b) => a.section === b.section && a.text === b.text,
  });
  let current = "";
  return parts
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ value, added }) => value.map((line) => ({ ...line, sign: added ? "+" : "-" })))
    .flatMap(({ section, path, text, sign }) => {
      const heading = section === current ? [] : [section];
      current = section;
      return [...heading, `  ${sign} ${path}${text.trim()}`];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function linesOf(document: string): Line[] {
  const above: string[] = [];
  const lines = document.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((text) => {
    const depth = text.search(/\S/) / 2;
    // A list below its key may stand at the key's own depth or deeper.
    above.length = Math.min(above.length, depth);
    const path = above.slice(2).map((key) => `${key} `);
    above[depth] = text.trim();
    const section = (depth > 0 && !above[1]!.startsWith("- ") ? above[1]! : above[0]!).replace(/:( .*)?$/, "");
    return { section, path: path.join(""), text };
  });
}

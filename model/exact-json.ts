/** What a JSON text says and JavaScript would not give back: numbers that a double cannot hold, names that are there twice. */
import { type JsonIssue, maxIssues, pointer } from "./json-issue";

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Where the walk is: in an object with the names seen and the one whose value comes, or at an index of an array. */
interface Level {
  where: string;
  names: Set<string> | undefined;
  name: string | undefined;
  index: number;
}

/** What is said of a name that is there twice. */
export const repeated = "is there twice; send it once";

/** `text` is valid JSON. RFC 8259, 4 and 6: such texts are understood differently by different receivers. */
export function inexactIn(text: string): JsonIssue[] {
  const issues: JsonIssue[] = [];
  const levels: Level[] = [];
  for (const [token] of text.matchAll(tokens)) {
    const level = levels.at(-1);
    const here = level ? pointer(level.where, level.names ? (level.name ?? "") : level.index) : "";
    if (token === "{" || token === "[") {
      levels.push({ where: here, names: token === "{" ? new Set() : undefined, name: undefined, index: 0 });
    } else if (token === "}" || token === "]") {
      levels.pop();
    } else if (token === "," && level) {
      level.name = undefined;
      level.index += 1;
    } else if (token.startsWith('"')) {
      const name = level?.names && level.name === undefined ? (JSON.parse(token) as string) : undefined;
      if (level && name !== undefined && isRepeated(level, name)) {
        issues.push({ pointer: pointer(level.where, name), detail: repeated });
      }
    } else if (/^[-\d]/.test(token) && !isExact(token)) {
      const detail = `${token.slice(0, 40)} cannot be kept exactly; send a number that a double holds, or a string`;
      issues.push({ pointer: here, detail });
    }
    if (issues.length === maxIssues) {
      break;
    }
  }
  return issues;
}

/** Makes `name` the one whose value comes next. */
function isRepeated(level: Level, name: string): boolean {
  const names = level.names as Set<string>;
  const repeated = names.has(name);
  names.add(name);
  level.name = name;
  return repeated;
}

/** Whether a number is written back with the value that it was written with. IEEE 754 binary64, RFC 7493, 2.2. */
export function isExact(source: string): boolean {
  const value = Number(source);
  return Number.isFinite(value) && decimalOf(source) === decimalOf(String(value));
}

/** Digits without zeros around them, and the power of ten of the last: `120` and `1.2e2` are both `12e1`. */
function decimalOf(text: string): string {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)!;
  const all = `${whole}${fraction}`.replace(/^0+/, "");
  const digits = all.replace(/0+$/, "");
  return digits === "" ? "0" : `${sign}${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`;
}

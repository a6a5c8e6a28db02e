/** What a run must not have: survivors that nobody has explained, and scores below the goal. */
import type { Folder } from "./config";
import { countsOf, type Mutant, type Report, scoreOf, sum } from "./scores";

/** Why some mutants of one line live: they are equivalent, or what they change is nobody's concern. */
export interface Explanation {
  /** The line as it is, without indentation. */
  readonly line: string;
  /** The line as each mutant has it. */
  readonly mutants: readonly string[];
  readonly why: string;
}

/** File → its survivors. */
export type Explanations = Readonly<Record<string, readonly Explanation[]>>;

export interface Judged extends Pick<Folder, "goal" | "goalOfEach"> {
  readonly name: string;
  /** Everything was mutated, so that an explanation without a survivor is stale. */
  readonly whole: boolean;
}

/** What is wrong: found, allowed, fix. */
export function issuesOf(report: Report, explanations: Explanations, judged: Judged): string[] {
  const living = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => lives.has(status)).map((mutant) => ({ file, ...change(source, mutant) })),
  );
  const explained = Object.entries(explanations).flatMap(([file, list]) =>
    list.flatMap(({ line, mutants }) => mutants.map((mutant) => ({ file, line, mutant }))),
  );
  const key = (entry: { file: string; line: string; mutant: string }) =>
    JSON.stringify([entry.file, entry.line, entry.mutant]);
  const known = new Set(explained.map(key));
  const found = new Set(living.map(key));
  const list = `survivors/${judged.name}.json`;
  return [
    ...living
      .filter((survivor) => !known.has(key(survivor)))
      .map(
        ({ file, at, line, mutant }) =>
          `${file}:${at} no test fails where\n    ${line}\n  is\n    ${mutant}\n  write one, or say in ${list} why none can`,
      ),
    ...explained
      .filter((entry) => judged.whole && !found.has(key(entry)))
      .map(({ file, mutant }) => `${file} ${list} explains "${mutant}", which does not survive; remove it`),
    ...low(report, judged),
  ];
}

function low(report: Report, { name, whole, goal, goalOfEach = 0 }: Judged): string[] {
  const counts = countsOf(report);
  const all = { name: `all of ${name}`, count: sum(Object.values(counts)), allowed: goal };
  return [
    ...Object.entries(counts).map(([folder, count]) => ({ name: folder, count, allowed: goalOfEach })),
    ...(whole ? [all] : []),
  ]
    .filter(({ count, allowed }) => scoreOf(count) < allowed)
    .map(
      (entry) =>
        `${entry.name} scores ${scoreOf(entry.count).toFixed(1)} %; allowed is ${entry.allowed} % or more; write tests`,
    );
}

const lives: ReadonlySet<string> = new Set(["Survived", "NoCoverage", "RuntimeError"]);

/** The first line that a mutant changes, before and after. */
function change(source: string, { location: { start, end }, replacement = "" }: Mutant) {
  const lines = source.split("\n");
  const first = lines[start.line - 1]!;
  const after = `${first.slice(0, start.column - 1)}${replacement}${lines[end.line - 1]!.slice(end.column - 1)}`;
  return { at: `${start.line}:${start.column}`, line: first.trim(), mutant: after.replace(/\s+/g, " ").trim() };
}

/** What a mutation run comes to: scores, and survivors that nobody has explained. */

/** The part of Stryker's report that matters: https://github.com/stryker-mutator/mutation-testing-elements */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: "Killed" | "Survived" | "NoCoverage" | "Timeout" | "RuntimeError" | "Ignored" | "Pending";
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

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

export interface Score {
  readonly name: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  /** Percent. */
  readonly score: number;
}

/** At least this, of the whole and of every folder. */
export const goal = 90;

/** A score a folder of policies/, and last that of them all. */
export function scoresOf({ files }: Report): Score[] {
  const all = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants.map((one) => ({ folder: folderOf(file), one })),
  );
  const of = (name: string, mine: typeof all): Score => {
    const counted = mine.filter(({ one }) => one.status !== "Ignored" && one.status !== "Pending");
    const killed = counted.filter(({ one }) => one.status === "Killed" || one.status === "Timeout").length;
    const mutants = counted.length;
    return { name, mutants, killed, survived: mutants - killed, score: mutants ? (100 * killed) / mutants : 100 };
  };
  const folders = [...new Set(all.map(({ folder }) => folder))].sort();
  return [
    ...folders.map((name) =>
      of(
        name,
        all.filter(({ folder }) => folder === name),
      ),
    ),
    of("all", all),
  ];
}

/** What is wrong: found, allowed, fix. `whole`: everything was mutated, so that an explanation without a survivor is stale. */
export function faultsOf(report: Report, explanations: Explanations, { whole }: { whole: boolean }): string[] {
  const living = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => lives.has(status)).map((mutant) => ({ file, ...change(source, mutant) })),
  );
  const explained = Object.entries(explanations).flatMap(([file, list]) =>
    list.flatMap(({ line, mutants }) => mutants.map((mutant) => ({ file, line, mutant }))),
  );
  const key = (one: { file: string; line: string; mutant: string }) => JSON.stringify([one.file, one.line, one.mutant]);
  const known = new Set(explained.map(key));
  const found = new Set(living.map(key));
  return [
    ...living
      .filter((one) => !known.has(key(one)))
      .map(
        ({ file, at, line, mutant }) =>
          `${file}:${at} no test fails where\n    ${line}\n  is\n    ${mutant}\n  write one, or say in survivors.json why none can`,
      ),
    ...explained
      .filter((one) => whole && !found.has(key(one)))
      .map(({ file, mutant }) => `${file} survivors.json explains "${mutant}", which does not survive; remove it`),
    ...scoresOf(report)
      .filter(({ score, name }) => score < goal && (whole || name !== "all"))
      .map(({ name, score }) => `${name} scores ${score.toFixed(1)} %; allowed is ${goal} % or more; write tests`),
  ];
}

const lives: ReadonlySet<string> = new Set(["Survived", "NoCoverage", "RuntimeError"]);

const folderOf = (file: string) => file.split("/").slice(1, -1)[0] ?? "policies";

/** The first line that a mutant changes, before and after. */
function change(source: string, { location: { start, end }, replacement = "" }: Mutant) {
  const lines = source.split("\n");
  const first = lines[start.line - 1]!;
  const after = `${first.slice(0, start.column - 1)}${replacement}${lines[end.line - 1]!.slice(end.column - 1)}`;
  return { at: `${start.line}:${start.column}`, line: first.trim(), mutant: after.replace(/\s+/g, " ").trim() };
}

/** What runs come to, in numbers that are kept: scores/FOLDER.json. */
import { dirname } from "node:path";

/** The part of Stryker's report that matters: https://github.com/stryker-mutator/mutation-testing-elements */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

export interface Mutant {
  readonly status: "Killed" | "Survived" | "NoCoverage" | "Timeout" | "RuntimeError" | "Ignored" | "Pending";
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Mutants that were judged, and those of them that a test found or that never ended. */
export interface Count {
  readonly mutants: number;
  readonly killed: number;
}

/** A file of scores/. */
export interface Scores {
  /** Of a run that judged everything, and of one after it that had nothing new to judge. */
  readonly seconds: { readonly whole?: number; readonly incremental?: number };
  /** Folder in the folder (and the folder itself, for its own files) → count. */
  readonly folders: Readonly<Record<string, Count>>;
}

/** Counts of each folder in the mutated one, by name. */
export function countsOf({ files }: Report): Record<string, Count> {
  const counts: Record<string, Count> = {};
  for (const [file, { mutants }] of Object.entries(files)) {
    const folder = dirname(file).split("/").slice(0, 2).join("/");
    counts[folder] = sum([counts[folder] ?? { mutants: 0, killed: 0 }, countOf(mutants)]);
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const sum = (counts: readonly Count[]): Count => ({
  mutants: counts.reduce((total, { mutants }) => total + mutants, 0),
  killed: counts.reduce((total, { killed }) => total + killed, 0),
});

/** Percent. */
export const scoreOf = ({ mutants, killed }: Count): number => (mutants > 0 ? (100 * killed) / mutants : 100);

function countOf(mutants: readonly Mutant[]): Count {
  const judged = mutants.filter(({ status }) => status !== "Ignored" && status !== "Pending");
  const killed = judged.filter(({ status }) => status === "Killed" || status === "Timeout");
  return { mutants: judged.length, killed: killed.length };
}

export interface Run {
  /** Everything of the folder was mutated, not some of its files. */
  readonly whole: boolean;
  /** Nothing that was known from earlier runs was used. */
  readonly fresh: boolean;
  readonly seconds: number;
}

/** What is kept after a run. One of some files replaces the counts of their folders, and no time. */
export function kept(before: Scores, report: Report, { whole, fresh, seconds }: Run): Scores {
  const counts = countsOf(report);
  if (!whole) {
    return { ...before, folders: { ...before.folders, ...counts } };
  }
  return { seconds: { ...before.seconds, [fresh ? "whole" : "incremental"]: Math.round(seconds) }, folders: counts };
}

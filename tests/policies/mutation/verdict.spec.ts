import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { page } from "./page";
import survivors from "./survivors.json";
import { type Explanations, faultsOf, type Report, scoresOf } from "./verdict";

const source = "const a = 1;\n  if (b > 2) {\n    c();\n  }\n";
const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});
type Mutant = Report["files"][string]["mutants"][number];
const condition = (status: Mutant["status"]): Mutant => ({
  status,
  replacement: "true",
  location: at(2, 7, 2, 12),
});
const block: Mutant = { status: "NoCoverage", replacement: "{}", location: at(2, 14, 4, 4) };
const reportOf = (file: string, ...mutants: Mutant[]): Report => ({ files: { [file]: { source, mutants } } });
const killed = (count: number) => Array.from({ length: count }, () => condition("Killed"));
const file = "policies/shared/x.ts";
const line = "if (b > 2) {";

describe("the verdict on a mutation run", () => {
  it("has a score a folder and one of all: found by a test or never ending, of those that were judged", () => {
    const report: Report = {
      files: {
        "policies/packs.ts": { source, mutants: killed(1) },
        [file]: {
          source,
          mutants: [...killed(2), condition("Timeout"), block, condition("RuntimeError"), condition("Ignored")],
        },
        "policies/check/report/y.ts": { source, mutants: [condition("Survived")] },
      },
    };
    assert.deepEqual(
      scoresOf(report).map(({ name, mutants, killed, survived, score }) => [name, mutants, killed, survived, score]),
      [
        ["check", 1, 0, 1, 0],
        ["policies", 1, 1, 0, 100],
        ["shared", 5, 3, 2, 60],
        ["all", 7, 4, 3, (100 * 4) / 7],
      ],
    );
  });

  it("refuses survivors that are not explained, with the line before and after", () => {
    const report = reportOf(file, ...killed(18), condition("Survived"), block);
    assert.deepEqual(faultsOf(report, {}, { whole: true }), [
      `${file}:2:7 no test fails where\n    ${line}\n  is\n    if (true) {\n  write one, or say in survivors.json why none can`,
      `${file}:2:14 no test fails where\n    ${line}\n  is\n    if (b > 2) {}\n  write one, or say in survivors.json why none can`,
    ]);
    const explained = { [file]: [{ line, mutants: ["if (true) {", "if (b > 2) {}"], why: "…" }] };
    assert.deepEqual(faultsOf(report, explained, { whole: true }), []);
  });

  it("refuses explanations of what does not survive, where everything was mutated", () => {
    const report = reportOf(file, ...killed(1));
    const stale: Explanations = { [file]: [{ line, mutants: ["if (true) {"], why: "…" }] };
    assert.deepEqual(faultsOf(report, stale, { whole: true }), [
      `${file} survivors.json explains "if (true) {", which does not survive; remove it`,
    ]);
    assert.deepEqual(faultsOf(report, stale, { whole: false }), []);
  });

  it("refuses a score below 90 %, of any folder", () => {
    const explained = { [file]: [{ line, mutants: ["if (true) {"], why: "…" }] };
    const of = (count: number) =>
      faultsOf(reportOf(file, ...killed(count), condition("Survived")), explained, { whole: true });
    assert.deepEqual(of(8), [
      "shared scores 88.9 %; allowed is 90 % or more; write tests",
      "all scores 88.9 %; allowed is 90 % or more; write tests",
    ]);
    assert.deepEqual(of(9), []);
  });

  it("is written to a page with every explanation", () => {
    const explained = { [file]: [{ line, mutants: ["if (true) {"], why: "b is never less." }] };
    const text = page(reportOf(file, ...killed(9), condition("Survived")), explained, ["check", "shared"]);
    assert.match(text, /\nNot in the run that this page is of: check\.\n/);
    assert.match(
      text,
      /\n\| policies\/shared \| 10 \| 9 \| 1 \| 90\.0 % \|\n\| \*\*all\*\* \| 10 \| 9 \| 1 \| 90\.0 % \|\n/,
    );
    assert.match(
      text,
      /### policies\/shared\/x\.ts\n\n- b is never less\.\n\n {2}```diff\n {2}- if \(b > 2\) \{\n {2}\+ if \(true\) \{\n/,
    );
  });
});

describe("survivors.json", () => {
  it("explains lines that are there", () => {
    for (const [name, list] of Object.entries(survivors as Explanations)) {
      const lines = readFileSync(join(__dirname, "../../..", name), "utf8")
        .split("\n")
        .map((one) => one.trim());
      for (const { line, why } of list) {
        assert.ok(lines.includes(line), `${name} has no line ${line}`);
        assert.match(why, /^[A-Z].{10,}\.$/);
      }
    }
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explanationsOf, root } from "./files";
import { folders } from "./folders";
import { type Explanations, issuesOf } from "./issues";
import type { Mutant, Report } from "./scores";

const source = "const a = 1;\n  if (b > 2) {\n    c();\n  }\n";
const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});
const condition = (status: Mutant["status"]): Mutant => ({ status, replacement: "true", location: at(2, 7, 2, 12) });
const block: Mutant = { status: "NoCoverage", replacement: "{}", location: at(2, 14, 4, 4) };
const killed = (count: number) => Array.from({ length: count }, () => condition("Killed"));
const file = "local/iam/x.ts";
const line = "if (b > 2) {";
const reportOf = (...mutants: Mutant[]): Report => ({ files: { [file]: { source, mutants } } });
const all = { name: "local", whole: true, goal: 90 };
const some = { ...all, whole: false };

describe("what is wrong with a mutation run", () => {
  it("refuses survivors that are not explained, with the line before and after", () => {
    const report = reportOf(...killed(18), condition("Survived"), block);
    assert.deepEqual(issuesOf(report, {}, all), [
      `${file}:2:7 no test fails where\n    ${line}\n  is\n    if (true) {\n  write one, or say in survivors/local.json why none can`,
      `${file}:2:14 no test fails where\n    ${line}\n  is\n    if (b > 2) {}\n  write one, or say in survivors/local.json why none can`,
    ]);
    const explained = { [file]: [{ line, mutants: ["if (true) {", "if (b > 2) {}"], why: "…" }] };
    assert.deepEqual(issuesOf(report, explained, all), []);
  });

  it("refuses a mutant that could not be judged", () => {
    assert.match(issuesOf(reportOf(...killed(18), condition("RuntimeError")), {}, all)[0]!, /:2:7 no test fails/);
  });

  it("refuses explanations of what does not survive, where everything was mutated", () => {
    const stale: Explanations = { [file]: [{ line, mutants: ["if (true) {"], why: "…" }] };
    assert.deepEqual(issuesOf(reportOf(...killed(1)), stale, all), [
      `${file} survivors/local.json explains "if (true) {", which does not survive; remove it`,
    ]);
    assert.deepEqual(issuesOf(reportOf(...killed(1)), stale, some), []);
  });

  it("refuses a score below the goal: of all, where everything was mutated, and of each folder, where it has one", () => {
    const explained = { [file]: [{ line, mutants: ["if (true) {"], why: "…" }] };
    const issues = (count: number, judged: Parameters<typeof issuesOf>[2]) =>
      issuesOf(reportOf(...killed(count), condition("Survived")), explained, judged);
    const wholeIssue = "all of local scores 88.9 %; allowed is 90 % or more; write tests";
    const folderIssue = "local/iam scores 88.9 %; allowed is 90 % or more; write tests";
    assert.deepEqual(issues(8, all), [wholeIssue]);
    assert.deepEqual(issues(8, { ...all, goalOfEach: 90 }), [folderIssue, wholeIssue]);
    assert.deepEqual(issues(8, { ...some, goalOfEach: 90 }), [folderIssue]);
    assert.deepEqual(issues(8, some), []);
    assert.deepEqual(issues(9, { ...all, goalOfEach: 90 }), []);
  });
});

describe("survivors", () => {
  for (const name of Object.keys(folders)) {
    it(`of ${name} are explained by lines that are there`, () => {
      for (const [file, list] of Object.entries(explanationsOf(name))) {
        assert.ok(file.startsWith(`${name}/`), file);
        const lines = readFileSync(join(root, file), "utf8")
          .split("\n")
          .map((part) => part.trim());
        for (const { line, why } of list) {
          assert.ok(lines.includes(line), `${file} has no line ${line}`);
          assert.match(why, /^[A-Z].{10,}\.$/);
        }
      }
    });
  }
});

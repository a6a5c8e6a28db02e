import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partsOf, root, scoresFile, scoresOf, scoresText } from "./files";
import { folders } from "./folders";
import { page } from "./page";
import { countsOf, kept, type Mutant, type Report, type Scores, scoreOf, sum } from "./scores";

const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const mutants = (...all: Mutant["status"][]) => ({ source: "", mutants: all.map((status) => ({ status, location })) });
const before: Scores = {
  seconds: { whole: 600, incremental: 30 },
  folders: { "functions/gone": { mutants: 9, killed: 9 }, "functions/shared": { mutants: 4, killed: 1 } },
};

describe("the scores of a mutation run", () => {
  it("are one a folder: found by a test or never ending, of those that were judged", () => {
    const report: Report = {
      files: {
        "policies/packs.ts": mutants("Killed"),
        "policies/shared/x.ts": mutants(
          "Killed",
          "Timeout",
          "Killed",
          "NoCoverage",
          "RuntimeError",
          "Ignored",
          "Pending",
        ),
        "policies/check/report/y.ts": mutants("Survived"),
        "policies/shared/z.ts": mutants("Killed"),
      },
    };
    const counts = countsOf(report);
    assert.deepEqual(Object.entries(counts), [
      ["policies", { mutants: 1, killed: 1 }],
      ["policies/check", { mutants: 1, killed: 0 }],
      ["policies/shared", { mutants: 6, killed: 4 }],
    ]);
    assert.deepEqual(sum(Object.values(counts)), { mutants: 8, killed: 5 });
    assert.equal(scoreOf({ mutants: 8, killed: 5 }), 62.5);
    assert.equal(scoreOf({ mutants: 0, killed: 0 }), 100);
  });

  it("replace all that was kept where all was mutated, and one of the two times", () => {
    const report: Report = { files: { "functions/shared/x.ts": mutants("Killed") } };
    const folders = { "functions/shared": { mutants: 1, killed: 1 } };
    assert.deepEqual(kept(before, report, { whole: true, fresh: true, seconds: 700.4 }), {
      seconds: { whole: 700, incremental: 30 },
      folders,
    });
    assert.deepEqual(kept(before, report, { whole: true, fresh: false, seconds: 20 }), {
      seconds: { whole: 600, incremental: 20 },
      folders,
    });
  });

  it("replace those of their folders where some files were", () => {
    const report: Report = { files: { "functions/shared/x.ts": mutants("Killed") } };
    assert.deepEqual(kept(before, report, { whole: false, fresh: true, seconds: 7 }), {
      seconds: before.seconds,
      folders: { ...before.folders, "functions/shared": { mutants: 1, killed: 1 } },
    });
  });

  it("are kept as text that reads back the same", () => {
    assert.deepEqual(JSON.parse(scoresText(before)), before);
    assert.deepEqual(JSON.parse(scoresText({ seconds: {}, folders: {} })), { seconds: {}, folders: {} });
    for (const name of Object.keys(folders)) {
      assert.equal(scoresText(scoresOf(name)), readFileSync(scoresFile(name), "utf8"), name);
    }
  });
});

describe("the page of mutation testing", () => {
  it("has a row a folder with goal and times, one a folder in it, and every explanation", () => {
    const text = page([
      {
        name: "functions",
        folder: { goal: 90, goalOfEach: 80 },
        scores: before,
        explanations: {
          "functions/shared/x.ts": [{ line: "if (b > 2) {", mutants: ["if (true) {"], why: "b is never less." }],
        },
      },
      { name: "ops", folder: { goal: 85 }, scores: { seconds: {}, folders: {} }, explanations: {} },
    ]);
    assert.match(text, /\n\| \[functions\]\(#functions\) \| 13 \| 10 \| 3 \| 76\.9 % \| 90 % \| 10 min \| 30 s \|\n/);
    assert.match(text, /\n\| \[ops\]\(#ops\) \| – \| – \| – \| not measured as a whole yet \| 85 % \| – \| – \|\n/);
    assert.match(text, /\n## functions\n\nAt least 80 % in each folder\.\n/);
    assert.match(
      text,
      /\n\| functions\/gone \| 9 \| 9 \| 0 \| 100\.0 % \|\n\| functions\/shared \| 4 \| 1 \| 3 \| 25\.0 % \|\n/,
    );
    assert.match(
      text,
      /### functions\/shared\/x\.ts\n\n- b is never less\.\n\n {2}```diff\n {2}- if \(b > 2\) \{\n {2}\+ if \(true\) \{\n/,
    );
  });

  it("is what the kept scores and survivors come to", () => {
    assert.equal(readFileSync(join(root, "docs/mutation.md"), "utf8"), page(partsOf(folders)), "npm run mutation");
  });
});

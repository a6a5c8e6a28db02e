import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../support/stacks";

const row = /^\| (?<number>[CRB]\d+) \| .*? \| `(?<file>[^`]+)` \| `(?<test>[^`]+)`: (?<title>.*?) \| .*\|$/;

describe("docs/coverage.md", () => {
  const lines = readFileSync(join(projectRoot, "docs/coverage.md"), "utf8").split("\n");
  const rows = lines.filter((line) => /^\| [CRB]\d/.test(line));

  it("names a file and a test that are there for every number", () => {
    assert.ok(rows.length > 0);
    const issues = rows.flatMap((line) => {
      const found = row.exec(line)?.groups as Record<string, string> | undefined;
      if (!found) {
        return [`cannot be read: ${line}`];
      }
      const { number, file, test, title } = found;
      if (!existsSync(join(projectRoot, file!))) {
        return [`${number}: no file ${file}`];
      }
      if (!existsSync(join(projectRoot, test!))) {
        return [`${number}: no test ${test}`];
      }
      const text = readFileSync(join(projectRoot, test!), "utf8");
      return text.includes(title!) ? [] : [`${number}: no test in ${test} is called "${title}"`];
    });
    assert.deepEqual(issues, []);
  });

  it("lists each number once, in order", () => {
    const numbers = rows.map((line) => row.exec(line)!.groups!.number!);
    const order = (number: string) => "CRB".indexOf(number[0]!) * 1000 + Number(number.slice(1));
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].sort((a, b) => order(a) - order(b)),
    );
  });
});

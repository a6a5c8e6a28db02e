import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../support/stacks";

const row = /^\| (?<what>[^|]+) \| (?<when>[^|]+) \| (?<worth>[^|]+) \| `(?<test>[^`|]+)`: (?<title>[^|]+) \|$/;

describe("docs/identity.md", () => {
  const lines = readFileSync(join(projectRoot, "docs/identity.md"), "utf8").split("\n");
  const rows = lines.filter((line) => line.startsWith("| ") && !line.startsWith("| what "));

  it("names a test that is there for everything that it says of tokens", () => {
    assert.ok(rows.length > 10);
    const issues = rows.flatMap((line) => {
      const { test = "", title = "" } = row.exec(line)?.groups ?? {};
      if (!existsSync(join(projectRoot, test)) || title === "") {
        return [`cannot be read, or no such file: ${line}`];
      }
      const isThere = readFileSync(join(projectRoot, test), "utf8").includes(`"${title}"`);
      return isThere ? [] : [`no test in ${test} is called "${title}"`];
    });
    assert.deepEqual(issues, []);
  });
});

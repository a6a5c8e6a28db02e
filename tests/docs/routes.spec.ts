import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "../../model/routes";
import { routesTable, withTable } from "../../ops/routes/table";
import { projectRoot } from "../support/stacks";

describe("the table of routes", () => {
  it("in functions/README.md is the one that follows from model/routes.ts (npm run routes)", () => {
    const text = readFileSync(join(projectRoot, "functions/README.md"), "utf8");
    assert.equal(text, withTable(text));
  });

  it("has a line for each route, of one length", () => {
    const lines = routesTable().split("\n");
    assert.equal(lines.length, routes.length + 2);
    assert.equal(new Set(lines.map((line) => line.length)).size, 1);
    assert.match(
      routesTable(),
      /\| `PUT \/v1\/profile` +\| changes them +\| profile +\| API Gateway +\| token +\| JSON, 16 KB +\|/,
    );
  });

  it("refuses a text without its marks", () => {
    assert.throws(
      () => withTable("# Functions"),
      /the lines <!-- npm run routes --> and <!-- \/npm run routes --> are not there/,
    );
  });

  it("replaces what stood between its marks, and nothing else", () => {
    const text = "a\n<!-- npm run routes -->\nold\n<!-- /npm run routes -->\nb\n";
    const written = withTable(text);
    assert.ok(written.startsWith("a\n<!-- npm run routes -->\n| route"));
    assert.ok(written.endsWith("|\n<!-- /npm run routes -->\nb\n"));
    assert.equal(withTable(written), written);
  });
});

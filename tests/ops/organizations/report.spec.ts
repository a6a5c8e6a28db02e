import assert from "node:assert/strict";
import { reportLines, shownLines, tableLines } from "../../../ops/organizations/report";
import type { ImportReport } from "../../../registry/import";
import type { Shown } from "../../../registry/query";

const report: ImportReport = {
  ...{
    organizations: 5000,
    created: 1200,
    updated: 1,
    unchanged: 3799,
    dryRun: false,
    interrupted: false,
    seconds: 1.25,
  },
};
const done = "5,000 organizations in the test: 1,200 new, 1 changed, 3,799 as they were (1.3 s)";
const shown = {
  ...{ organization: `org_${"a".repeat(26)}`, jurisdiction: "CA", state: "active", version: 12, notice: null },
  ...{ regions: ["ca-central-1", "ca-west-1"], emailDomains: 2 },
} as unknown as Shown;

describe("answers of npm run organizations", () => {
  it("say what became of an import", () => {
    assert.equal(reportLines(report, "the test"), done);
    const single = { ...report, organizations: 1, created: 1, updated: 0, unchanged: 0, seconds: 0 };
    assert.equal(reportLines(single, "x"), "1 organization in x: 1 new, 0 changed, 0 as they were (0.0 s)");
    assert.equal(reportLines({ ...report, dryRun: true }, "the test"), `dry run, nothing written. ${done}`);
    assert.match(
      reportLines({ ...report, created: 0, unchanged: 0, updated: 7, interrupted: true }, "x"),
      /\nstopped: 4,993 not done;/,
    );
    assert.equal(
      reportLines({ ...report, created: 100, updated: 0, interrupted: true }, "the test"),
      `${done.replace("1,200 new, 1 changed", "100 new, 0 changed")}\nstopped: 1,101 not done; every organization is whole; running it again does the rest`,
    );
  });

  it("show one organization", () => {
    assert.deepEqual(shownLines(shown).split("\n"), [
      `organization    org_${"a".repeat(26)}`,
      "home            CA (ca-central-1, ca-west-1)",
      "state           active",
      "version         12",
      "e-mail domains  2 (the registry holds their hashes only)",
    ]);
    const notice = { code: "moving", since: "today", message: "It moves." } as unknown as Shown["notice"];
    const lines = shownLines({ ...shown, regions: [], notice }).split("\n");
    assert.equal(lines[1], "home            CA (no Region in the topology)");
    assert.deepEqual(lines.slice(5), ["notice          moving since today: It moves."]);
  });

  it("list many in columns, and say how to go on", () => {
    const header = "organization                    home  state      version  domains";
    const row = `org_${"a".repeat(26)}  CA    active          12        2`;
    assert.deepEqual(tableLines([shown], null).split("\n"), [header, row]);
    assert.deepEqual(tableLines([shown, shown], "org_b").split("\n"), [header, row, row, "more: add --after org_b"]);
    assert.deepEqual(tableLines([], null).split("\n"), [header, "none"]);
  });
});

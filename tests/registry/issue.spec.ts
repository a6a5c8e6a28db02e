import assert from "node:assert/strict";
import { InvalidInput } from "../../model/invalid-input";
import { formatIssue, ImportError, type Issue, quote } from "../../registry/issue";

const issue = (line: number, column = "country"): Issue => ({ line, column, found: "x", allowed: "y", fix: "z" });

describe("what is wrong with a file", () => {
  it("is said with place, found, allowed and fix", () => {
    assert.equal(formatIssue(issue(3)), "line 3, country: found x; allowed: y; fix: z");
    assert.equal(formatIssue(issue(0, "header")), "file, header: found x; allowed: y; fix: z");
  });

  it("quotes what was found, and cuts what is long", () => {
    assert.deepEqual(["", "a", 'a"b', 3, null, undefined, ["a"]].map(quote), [
      ...["nothing", '"a"', '"a\\"b"', '"3"', '"null"', '"undefined"', '"[\\"a\\"]"'],
    ]);
    assert.equal(quote("x".repeat(80)), JSON.stringify("x".repeat(80)));
    assert.equal(quote("x".repeat(81)), JSON.stringify(`${"x".repeat(77)}...`));
  });

  it("comes whole, in the order of its lines", () => {
    const error = new ImportError("a.csv", [issue(2)]);
    assert.ok(error instanceof InvalidInput);
    assert.equal(error.name, "ImportError");
    assert.equal(error.message, `a.csv: nothing imported, 1 issue in 1 line\n  ${formatIssue(issue(2))}`);
    const given = [issue(3), issue(10), issue(2), issue(3, "emailDomains")];
    const several = new ImportError("a.csv", given);
    const sorted = [issue(2), issue(3), issue(3, "emailDomains"), issue(10)];
    assert.deepEqual(several.issues, sorted);
    assert.deepEqual(several.message.split("\n"), [
      "a.csv: nothing imported, 4 issues in 3 lines",
      ...sorted.map((issue) => `  ${formatIssue(issue)}`),
    ]);
  });

  it("prints a hundred and counts the rest", () => {
    const lines = (count: number) =>
      new ImportError(
        "a.csv",
        Array.from({ length: count }, (_, index) => issue(index + 2)),
      ).message.split("\n");
    assert.equal(lines(100).length, 101);
    assert.deepEqual(lines(101).slice(-2), [`  ${formatIssue(issue(101))}`, "  and 1 more"]);
    assert.equal(lines(5000).at(-1), "  and 4900 more");
  });
});

import assert from "node:assert/strict";
import { InvalidInput } from "../../model/invalid-input";
import { type Fault, formatFault, ImportFaults, quote } from "../../registry/fault";

const fault = (line: number, column = "country"): Fault => ({ line, column, found: "x", allowed: "y", fix: "z" });

describe("what is wrong with a file", () => {
  it("is said with place, found, allowed and fix", () => {
    assert.equal(formatFault(fault(3)), "line 3, country: found x; allowed: y; fix: z");
    assert.equal(formatFault(fault(0, "header")), "file, header: found x; allowed: y; fix: z");
  });

  it("quotes what was found, and cuts what is long", () => {
    assert.deepEqual(["", "a", 'a"b', 3, null, undefined, ["a"]].map(quote), [
      ...["nothing", '"a"', '"a\\"b"', '"3"', '"null"', '"undefined"', '"[\\"a\\"]"'],
    ]);
    assert.equal(quote("x".repeat(80)), JSON.stringify("x".repeat(80)));
    assert.equal(quote("x".repeat(81)), JSON.stringify(`${"x".repeat(77)}...`));
  });

  it("comes whole, in the order of its lines", () => {
    const one = new ImportFaults("a.csv", [fault(2)]);
    assert.ok(one instanceof InvalidInput);
    assert.equal(one.name, "ImportFaults");
    assert.equal(one.message, `a.csv: nothing imported, 1 fault in 1 line\n  ${formatFault(fault(2))}`);
    const given = [fault(3), fault(10), fault(2), fault(3, "emailDomains")];
    const several = new ImportFaults("a.csv", given);
    const sorted = [fault(2), fault(3), fault(3, "emailDomains"), fault(10)];
    assert.deepEqual(several.faults, sorted);
    assert.deepEqual(several.message.split("\n"), [
      "a.csv: nothing imported, 4 faults in 3 lines",
      ...sorted.map((one) => `  ${formatFault(one)}`),
    ]);
  });
});

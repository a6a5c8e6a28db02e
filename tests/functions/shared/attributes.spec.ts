import assert from "node:assert/strict";
import { marshal, unmarshal } from "../../../functions/shared/attributes";

describe("attribute values", () => {
  const item = {
    text: "",
    number: -1.5,
    yes: true,
    no: false,
    nothing: null,
    list: [1, [null]],
    map: { a: { b: "c" } },
  };
  const attributes = {
    text: { S: "" },
    number: { N: "-1.5" },
    yes: { BOOL: true },
    no: { BOOL: false },
    nothing: { NULL: true },
    list: { L: [{ N: "1" }, { L: [{ NULL: true }] }] },
    map: { M: { a: { M: { b: { S: "c" } } } } },
  };

  it("are written and read as DynamoDB has them", () => {
    assert.deepEqual(marshal(item), attributes);
    assert.deepEqual(unmarshal(attributes), item);
  });

  it("of what is not defined are left out, at every depth", () =>
    assert.deepEqual(marshal({ a: undefined, b: { c: undefined } }), { b: { M: {} } }));

  it("of other writers are read: sets of strings as lists, what nobody here writes as it is", () => {
    assert.deepEqual(unmarshal({ names: { SS: ["a", "b"] }, bytes: { B: "AA==" } }), {
      names: ["a", "b"],
      bytes: { B: "AA==" },
    });
  });

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => {}, Symbol("s"), 1n]) {
    it(`refuses ${String(value)}`, () =>
      assert.throws(() => marshal({ value }), {
        name: "TypeError",
        message: new RegExp(`^${typeof value} cannot be stored`),
      }));
  }
});

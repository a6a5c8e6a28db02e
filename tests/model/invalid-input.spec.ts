import assert from "node:assert/strict";
import { InvalidInput } from "../../model/invalid-input";

describe("an error about what somebody gave", () => {
  it("is told by its name from a mistake of the program", () => {
    const error = new InvalidInput("what is wrong");
    assert.ok(error instanceof Error);
    assert.equal(String(error), "InvalidInput: what is wrong");
  });
});

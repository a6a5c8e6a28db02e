import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesPage } from "../../policies/check/docs/policies-page";
import { packs } from "../../policies/packs";
import expected from "./cases/messages.json";
import { messages } from "./support/messages";

describe("what the packs say", () => {
  const actual = messages();
  for (const [name, sentences] of Object.entries(expected)) {
    it(`is known for ${name} (tests/policies/support/messages.ts writes it)`, () =>
      assert.deepEqual(actual[name], sentences));
  }

  it("is the same in docs/policies.md (policies/check/docs.ts writes it)", () => {
    assert.equal(readFileSync(join(__dirname, "../../docs/policies.md"), "utf8"), policiesPage(packs));
  });
});

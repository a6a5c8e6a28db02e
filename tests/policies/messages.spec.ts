import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesPage } from "../../policies/check/docs/policies-page";
import { packs } from "../../policies/packs";
import expected from "./cases/messages.json";
import { messagesOf, namesOfCases } from "./support/messages";

describe("what the packs say", () => {
  it("is the same in docs/policies.md (policies/check/docs.ts writes it)", () => {
    assert.equal(readFileSync(join(__dirname, "../../docs/policies.md"), "utf8"), policiesPage(packs));
  });

  const known: Record<string, string[]> = expected;
  for (const name of namesOfCases) {
    it(`is known for ${name} (tests/policies/support/messages.ts writes it)`, () => {
      assert.deepEqual(messagesOf(name), known[name]);
    });
  }
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesPage } from "../../policies/check/docs/policies-page";
import { packs } from "../../policies/packs";
import { messageOf } from "../../policies/shared/message";
import expected from "./cases/messages.json";
import { messagesOf, namesOfCases } from "./support/messages";
import { make } from "./support/scene";

describe("what the packs say", () => {
  it("is the same in docs/policies.md (policies/check/docs.ts writes it)", () => {
    assert.equal(readFileSync(join(__dirname, "../../docs/policies.md"), "utf8"), policiesPage(packs));
  });

  const known: Record<string, string[]> = expected;

  it("has no line of more than 300 characters", () => {
    const lines = Object.values(known).flatMap((messages) => messages.flatMap((message) => message.split("\n")));
    assert.deepEqual(
      lines.filter((line) => line.length > 300),
      [],
    );
    const long = { resource: make("aws:sqs/queue:Queue"), path: "x", found: "f".repeat(400), allowed: "a", fix: "b" };
    const [found, ...others] = messageOf(long).split("\n");
    assert.deepEqual([found!.length, ...others], [300, "a;", "b"]);
  });

  for (const name of namesOfCases) {
    it(`is known for ${name} (tests/policies/support/messages.ts writes it)`, () => {
      assert.deepEqual(messagesOf(name), known[name]);
    });
  }
});

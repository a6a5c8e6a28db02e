import assert from "node:assert/strict";
import { explainAws } from "../../../ops/organizations/explain";

describe("errors of the registry in an operator's words", () => {
  const named = (name: string, more: object = {}) => Object.assign(new Error("as AWS says it"), { name }, more);

  it("go by name, say the fix and keep what AWS said", () => {
    assert.match(
      explainAws(named("CredentialsProviderError")) ?? "",
      /fix: sign in .*\n\(Credentials.*as AWS says it\)$/,
    );
    assert.match(explainAws(named("TimeoutError")) ?? "", /registry in ca-central-1 did not answer in time/);
    assert.match(explainAws(named("Error", { code: "ECONNREFUSED" })) ?? "", /cannot be reached \(ECONNREFUSED\)/);
    assert.match(explainAws(named("NewException", { $metadata: {} })) ?? "", /^the registry refused: NewException/);
  });

  it("are not made up for what is a fault of the program", () => {
    assert.equal(explainAws(named("TypeError")), undefined);
    assert.equal(explainAws("text"), undefined);
  });
});

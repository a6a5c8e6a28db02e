import assert from "node:assert/strict";
import { explainAws } from "../../registry/explain";

describe("errors of the registry in an operator's words", () => {
  const named = (name: string, more: object = {}) => Object.assign(new Error("as AWS says it"), { name, ...more });

  it("go by name, say the fix and keep what AWS said", () => {
    const fixes = {
      CredentialsProviderError: /^no AWS credentials were found; fix: sign in/,
      UnrecognizedClientException: /^AWS does not know these credentials; fix: check AWS_PROFILE/,
      InvalidSignatureException: /^AWS does not accept these credentials' signature; fix: .*the clock/,
      ExpiredTokenException: /^the AWS session has expired; fix: sign in again/,
      AccessDeniedException: /fix: allow dynamodb:BatchGetItem, GetItem, Scan, PutItem and DeleteItem .*kms:Decrypt/,
      ResourceNotFoundException: /^the table does not exist; fix: is the global stack deployed/,
      ProvisionedThroughputExceededException: /^the registry has too much to do; fix: wait/,
      ThrottlingException: /^the registry has too much to do; fix: wait/,
      TimeoutError: /^the registry in ca-central-1 did not answer in time.*lookups go on without it; fix: check/,
    };
    for (const [name, message] of Object.entries(fixes)) {
      const reported = explainAws(named(name)) ?? "";
      assert.match(reported, message);
      assert.ok(reported.endsWith(`\n(${name}: as AWS says it)`), reported);
    }
  });

  it("go by the code of the network, or by what AWS said", () => {
    assert.equal(
      explainAws(named("Error", { code: "ECONNREFUSED" })),
      "the registry cannot be reached (ECONNREFUSED); fix: check the network or the twin",
    );
    assert.equal(
      explainAws(named("NewException", { $metadata: { httpStatusCode: 400 } })),
      "the registry refused\n(NewException: as AWS says it; status 400)",
    );
  });

  it("tell a page from an answer, a fault of AWS's from a refusal, and what passes from what stays", () => {
    const said = (name: string, httpStatusCode: number | undefined, message = "x\n  y") =>
      explainAws(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }));
    const page = /^something between here and the registry answered in its place; fix: sign in to the network.*\n\(/;
    assert.match(said("SyntaxError", 200)!, page);
    assert.match(said("SyntaxError", 502)!, page);
    assert.match(said("Unknown", 302)!, page);
    assert.ok(said("Unknown", 302)!.endsWith("\n(Unknown: x; status 302)"));
    const broken = /^the registry in ca-central-1 has a fault of its own; fix: wait until https:\/\/health\.aws/;
    assert.match(said("Unknown", 503)!, broken);
    assert.match(said("InternalServerError", 500)!, broken);
    const cancelled = (...codes: (string | undefined)[]) =>
      explainAws(
        named("TransactionCanceledException", {
          $metadata: { httpStatusCode: 400 },
          CancellationReasons: codes.map((Code) => ({ Code })),
        }),
      ) ?? "";
    for (const reason of ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]) {
      assert.match(cancelled("None", reason), /^the registry has too much to do, or someone/);
    }
    assert.match(cancelled("ValidationError", undefined), /^the registry refused\n/);
    assert.equal(said("Other", undefined), "the registry refused\n(Other: x; status 0)");
  });

  it("are not made up for what is a mistake of the program", () => {
    for (const code of [undefined, "ERR_INVALID_ARG", "XECONN", "EACCES1", 7]) {
      assert.equal(explainAws(named("TypeError", code === undefined ? {} : { code })), undefined, String(code));
    }
    assert.equal(explainAws("text"), undefined);
    assert.equal(explainAws({ name: "TimeoutError" }), undefined);
  });
});

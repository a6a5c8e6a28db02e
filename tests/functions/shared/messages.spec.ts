/** What operators read of errors: each has a stable code, a name and a message. */
import assert from "node:assert/strict";
import * as errors from "../../../functions/shared/errors";
import { homeRow, regionRow } from "../../../functions/shared/rows";
import { acme, regionIdentity } from "../support/tables";

describe("errors of functions", () => {
  for (const [error, name, code, message] of [
    [new errors.MissingConfiguration("m"), "MissingConfiguration", "missing-configuration", "m"],
    [new errors.TableUnavailable("m"), "TableUnavailable", "table-unavailable", "m"],
    [new errors.TableRefused("T", "m"), "TableRefused", "table-refused", "m"],
    [
      new errors.ConditionFailed(undefined),
      "ConditionFailed",
      "condition-failed",
      "the condition of the write does not hold",
    ],
    [
      new errors.TransactionCanceled([
        { code: "None", item: undefined },
        { code: "TransactionConflict", item: undefined },
      ]),
      "TransactionCanceled",
      "transaction-canceled",
      "the transaction was canceled: None, TransactionConflict",
    ],
    [new errors.MalformedRow("m"), "MalformedRow", "malformed-row", "m"],
    [new errors.HomeUnservable("m"), "HomeUnservable", "home-unservable", "m"],
  ] as const) {
    it(`are told by ${code}`, () => assert.deepEqual([error.name, error.code, error.message], [name, code, message]));
  }

  const row = { organization: acme, jurisdiction: "CA", state: "active", version: 3, notice: null };
  const own = regionIdentity("ca-west-1");
  for (const [what, read, message] of [
    ["a malformed row", () => homeRow({ ...row, version: 0 }), `the registry's row of ${acme} is malformed`],
    [
      "a version that is no whole number",
      () => homeRow({ ...row, version: 1.5 }),
      `the registry's row of ${acme} is malformed`,
    ],
    [
      "a list for its organization",
      () => homeRow({ ...row, organization: [acme] }),
      `the registry's row of ${acme} is malformed`,
    ],
    [
      "a home that nothing serves",
      () => homeRow({ ...row, jurisdiction: "XX" }),
      "no Region of this deployment serves jurisdiction XX",
    ],
    [
      "a notice without a code",
      () => homeRow({ ...row, notice: { message: "m", since: "s" } }),
      "a notice in the registry lacks code, message or since",
    ],
    [
      "a notice without a message",
      () => homeRow({ ...row, notice: { code: "c", since: "s" } }),
      "a notice in the registry lacks code, message or since",
    ],
    [
      "no identity",
      () => regionRow("ca-west-1", undefined),
      "Region ca-west-1 has not published its identity in the registry",
    ],
    [
      "another Region's identity",
      () => regionRow("ca-west-1", { ...own, region: "us-east-1" }),
      'the identity row of Region ca-west-1 is for region "us-east-1"',
    ],
    [
      "another jurisdiction's identity",
      () => regionRow("ca-west-1", { ...own, jurisdiction: "US" }),
      'the identity row of Region ca-west-1 says jurisdiction "US", the topology CA',
    ],
    [
      "an identity with nothing in it",
      () => regionRow("ca-west-1", { region: "ca-west-1", jurisdiction: "CA", userPoolId: "", clientId: "" }),
      "the identity row of Region ca-west-1 has no userPoolId, has no clientId, has an issuer that does not follow from its pool",
    ],
    [
      "an identity without a pool",
      () => regionRow("ca-west-1", { ...own, userPoolId: undefined }),
      "the identity row of Region ca-west-1 has no userPoolId, has an issuer that does not follow from its pool",
    ],
    [
      "an identity with numbers",
      () => regionRow("ca-west-1", { ...own, clientId: 7 }),
      "the identity row of Region ca-west-1 has no clientId",
    ],
  ] as const) {
    it(`refuses ${what}, and says what is wrong`, () => assert.throws(read, { message }));
  }
});

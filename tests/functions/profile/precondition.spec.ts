import assert from "node:assert/strict";
import { etagOf, preconditionOf } from "../../../functions/profile/precondition";
import { request } from "../support/requests";

const given = (headers: Record<string, string>) => preconditionOf(request("PUT", "/v1/profile", { headers }));

describe("a precondition", () => {
  it("is the version that the client has read, or that there is none yet", () => {
    assert.deepEqual(given({ "if-match": ' "7" ' }), { expected: 7 });
    assert.deepEqual(given({ "if-match": etagOf(123_456_789_012_345) }), { expected: 123_456_789_012_345 });
    assert.deepEqual(given({ "if-none-match": " * " }), { expected: 0 });
  });

  it("is missing where there is neither header", () => assert.deepEqual(given({}), { missing: true }));

  for (const tag of [
    "",
    "7",
    '"0"',
    '"07"',
    '"-1"',
    '"1.5"',
    'W/"7"',
    '"7", "8"',
    '"7"x',
    'x"7"',
    "*",
    '"1234567890123456"',
    '"seven"',
  ]) {
    it(`refuses If-Match: ${tag || "nothing"}`, () =>
      assert.match(
        (given({ "if-match": tag }) as { issue: string }).issue,
        /If-Match must be one ETag of this profile, such as "3"\./,
      ));
  }

  for (const tag of ["", '"1"', "**"]) {
    it(`refuses If-None-Match: ${tag || "nothing"}`, () =>
      assert.match((given({ "if-none-match": tag }) as { issue: string }).issue, /If-None-Match must be \*/));
  }

  it("refuses both", () =>
    assert.match((given({ "if-match": '"1"', "if-none-match": "*" }) as { issue: string }).issue, /not both/));
});

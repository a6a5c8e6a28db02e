import assert from "node:assert/strict";
import { ownerOf } from "../../../functions/shared/owner";
import { request } from "../support/requests";
import { acme } from "../support/tables";

describe("whose data a request is about", () => {
  const authorizer = { organization: acme, subject: "s", jurisdiction: "CA" };
  const owner = (part: object) => ownerOf(request("GET", "/", { authorizer: { ...authorizer, ...part } }), "CA");

  it("says the authorizer of this jurisdiction", () =>
    assert.deepEqual(owner({}), { organization: acme, subject: "s" }));

  for (const part of [
    { organization: undefined },
    { organization: [acme] },
    { organization: "acme" },
    { subject: undefined },
    { subject: 7 },
    { subject: "" },
    { jurisdiction: "US" },
    { jurisdiction: undefined },
  ]) {
    it(`refuses to guess it from ${JSON.stringify(part)}`, () => assert.equal(owner(part), undefined));
  }
});

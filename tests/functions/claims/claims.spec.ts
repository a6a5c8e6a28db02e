import assert from "node:assert/strict";
import { UserRefused, withOrganization } from "../../../functions/claims/claims";
import { acme } from "../support/tables";

const event = (organization?: string) => ({
  version: "2",
  triggerSource: "TokenGeneration_Authentication",
  request: {
    userAttributes: {
      sub: "subject-1",
      ...(organization === undefined ? {} : { "custom:organization": organization }),
    },
  },
  response: {},
});

describe("claims", () => {
  it("puts the user's organization into the access token and leaves the rest of the event alone", () =>
    assert.deepEqual(withOrganization(event(acme)), {
      ...event(acme),
      response: {
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { organization: acme } } },
      },
    }));

  for (const organization of [undefined, "", "acme", `${acme} `, acme.toUpperCase(), `${acme},${acme}`]) {
    it(`refuses a user of organization ${JSON.stringify(organization)}`, () =>
      assert.throws(() => withOrganization(event(organization)), UserRefused));
  }
});

/** The claims function as Cognito calls it. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { startHandler } from "../support/handler";
import { acme } from "../support/tables";

describe("the claims handler", () => {
  // Of a process that has run for days.
  beforeEach(() => void mock.method(performance, "now", () => 1e9));
  afterEach(() => mock.restoreAll());
  const call = (event: unknown) => startHandler("claims", {})(event);
  const event = (organization?: string) => ({
    version: "2",
    userName: "jane-doe",
    request: { userAttributes: { email: "jane@example.com", "custom:organization": organization } },
    response: {},
  });
  const linesOf = (log: Record<string, unknown>[]) => log.map(({ ms, ...line }) => (ms === 0 ? line : ms));

  it("adds the organization, and leaves a line that names nobody", async () => {
    const { result, log } = await call(event(acme));
    assert.deepEqual(result.response.claimsAndScopeOverrideDetails.accessTokenGeneration, {
      claimsToAddOrOverride: { organization: acme },
    });
    assert.deepEqual(linesOf(log), [{ function: "claims", route: "pre-token-generation", status: 200 }]);
  });

  it("refuses a user without an organization, who then gets no token", async () => {
    const { result, thrown, log } = await call(event());
    assert.deepEqual([result, thrown?.name], [undefined, "UserRefused"]);
    assert.match(thrown!.message, /custom:organization must be an organization's opaque id/);
    assert.deepEqual(linesOf(log), [{ function: "claims", route: "pre-token-generation", status: 403 }]);
  });

  it("refuses an event that is none, and says that the error is another one", async () => {
    const { result, thrown, log } = await call({});
    assert.deepEqual([result, thrown?.name], [undefined, "TypeError"]);
    assert.deepEqual(linesOf(log), [{ function: "claims", route: "pre-token-generation", status: 500 }]);
  });
});

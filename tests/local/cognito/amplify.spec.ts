import assert from "node:assert/strict";
import * as auth from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, ConsoleLogger } from "@aws-amplify/core";
import { clientId, organization, password, poolId } from "../../support/pools";
import { email, useSignInPool } from "../../support/sign-in-pool";

const client = {
  explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"],
  refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 0 },
};

/** What apps do with aws-amplify 6, which sends no password unless it is told to. */
describe("user pools and aws-amplify", () => {
  const used = useSignInPool();
  const { asOperator } = used;

  async function start(options: Parameters<typeof used.start>[0] = { client }) {
    await used.start(options);
    const userPoolEndpoint = used.pools.endpoint("ca-central-1");
    // As `Amplify.configure` of the package aws-amplify does it.
    const Auth = { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint } };
    cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
    Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  }
  before(() => {
    ConsoleLogger.LOG_LEVEL = "ERROR";
  });
  afterEach(() => auth.signOut());

  it("sign in without the password, say who it is, and sign out", async () => {
    await start();
    assert.deepEqual(await auth.signIn({ username: email, password }), {
      isSignedIn: true,
      nextStep: { signInStep: "DONE" },
    });
    const { tokens } = await auth.fetchAuthSession();
    assert.equal(tokens?.accessToken.payload.client_id, clientId);
    assert.equal(tokens?.idToken?.payload["custom:organization"], organization);
    assert.equal((await auth.fetchUserAttributes()).email, email);
    const token = String(tokens?.accessToken);
    await auth.signOut();
    const { status, body } = await used.call("GetUser", { AccessToken: token });
    assert.deepEqual([status, body.message], [400, "Access Token has been revoked"]);
  });

  it("renew tokens with a refresh token that is used once", async () => {
    await start();
    await auth.signIn({ username: email, password });
    const seen = new Set<string>();
    for (let renewal = 0; renewal < 3; renewal++) {
      await used.clock.advance(60_000);
      const { tokens } = await auth.fetchAuthSession({ forceRefresh: true });
      seen.add(String(tokens?.accessToken));
    }
    assert.equal(seen.size, 3);
  });

  it("have invited people choose a password", async () => {
    await start();
    const Username = "bo@acme.example";
    const invited = await used.call(
      "AdminCreateUser",
      {
        UserPoolId: poolId,
        Username,
        TemporaryPassword: "First-leaf-2026",
        UserAttributes: [{ Name: "custom:organization", Value: organization }],
      },
      asOperator(),
    );
    assert.equal(invited.status, 200);
    const first = await auth.signIn({ username: Username, password: "First-leaf-2026" });
    assert.equal(first.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED");
    await assert.rejects(auth.confirmSignIn({ challengeResponse: "short" }), { name: "InvalidPasswordException" });
    const second = await auth.signIn({ username: Username, password: "First-leaf-2026" });
    assert.equal(second.isSignedIn, false);
    assert.equal((await auth.confirmSignIn({ challengeResponse: "Second-leaf-2026" })).isSignedIn, true);
    assert.equal((await auth.fetchAuthSession()).tokens?.idToken?.payload["custom:organization"], organization);
    await auth.signOut();
    assert.equal((await auth.signIn({ username: Username, password: "Second-leaf-2026" })).isSignedIn, true);
  });

  it("sign in by choice with the same proof", async () => {
    await start();
    const options = { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD_SRP" } as const;
    assert.equal((await auth.signIn({ username: email, password, options })).isSignedIn, true);
  });

  it("refuses a wrong password and a wrong name alike, until the user is locked out", async () => {
    await start();
    const refused = (username: string) =>
      auth.signIn({ username, password: "Wrong-leaf-2026" }).then(
        () => assert.fail("signed in"),
        ({ name, message }: Error) => [name, message],
      );
    const wrong = ["NotAuthorizedException", "Incorrect username or password."];
    assert.deepEqual(await refused("nobody@acme.example"), wrong);
    for (let attempt = 0; attempt < 5; attempt++) {
      assert.deepEqual(await refused(email), wrong);
    }
    assert.deepEqual(await refused(email), ["NotAuthorizedException", "Password attempts exceeded"]);
  });
});

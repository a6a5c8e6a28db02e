import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { anotherClientId, clientId, password } from "../../support/pools";
import { email, refused, reported, useSignInPool } from "../../support/sign-in-pool";

const dayMs = 86_400_000;

describe("signing in", () => {
  const used = useSignInPool();
  const { start, stop, call, initiate, signIn, tokens } = used;

  it("refuses a wrong password and a wrong name alike", async () => {
    await start();
    const wrong = refused("NotAuthorizedException", "Incorrect username or password.");
    assert.deepEqual(await reported(signIn({ PASSWORD: "Wrong-leaf-2026" })), wrong);
    assert.deepEqual(await reported(signIn({ USERNAME: "bo@acme.example" })), wrong);
  });

  it("refuses a wrong name by name where the client does not hide who exists", async () => {
    await start({ client: { preventUserExistenceErrors: "LEGACY" } });
    const missing = refused("UserNotFoundException", "User does not exist.");
    assert.deepEqual(await reported(signIn({ USERNAME: "bo@acme.example" })), missing);
  });

  it("compares names as the pool says", async () => {
    await start();
    assert.equal((await signIn({ USERNAME: email.toUpperCase() })).status, 200);
    await stop();
    await start({ pool: { usernameConfiguration: { caseSensitive: true } } });
    assert.equal((await signIn({ USERNAME: email.toUpperCase() })).status, 400);
  });

  it("asks for the password where it did not come with the choice, or offers what there is", async () => {
    await start();
    const { body } = await signIn({ PASSWORD: undefined });
    assert.deepEqual([body.ChallengeName, typeof body.Session], ["PASSWORD", "string"]);
    const response = { USERNAME: email, PASSWORD: password };
    const respond = (Session: string) =>
      call("RespondToAuthChallenge", {
        ClientId: clientId,
        ChallengeName: "PASSWORD",
        Session,
        ChallengeResponses: response,
      });
    assert.ok((await respond(body.Session)).body.AuthenticationResult.AccessToken);
    const again = refused("NotAuthorizedException", "Invalid session for the user.");
    assert.deepEqual(await reported(respond(body.Session)), again, "a session answers one challenge");
    const offered = await signIn({ PREFERRED_CHALLENGE: undefined });
    assert.deepEqual(
      [offered.body.ChallengeName, offered.body.AvailableChallenges],
      ["SELECT_CHALLENGE", ["PASSWORD", "PASSWORD_SRP"]],
    );
    await used.clock.advance(4 * 60_000);
    assert.equal((await reported(respond(offered.body.Session)))[1], "NotAuthorizedException");
  });

  it("refuses flows that the client does not allow", async () => {
    await start({ client: { explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] } });
    const parameters = { USERNAME: email, PASSWORD: password };
    assert.equal((await initiate("USER_PASSWORD_AUTH", parameters)).status, 200);
    for (const flow of ["USER_AUTH", "REFRESH_TOKEN_AUTH"]) {
      const wanted = refused("InvalidParameterException", `${flow} flow not enabled for this client`);
      assert.deepEqual(await reported(initiate(flow, { ...parameters, REFRESH_TOKEN: "x" })), wanted);
    }
    assert.equal((await reported(initiate("USER_SRP_AUTH", parameters)))[1], "InvalidParameterException");
  });

  it("refreshes access and ID token of one sign-in until the refresh token expires", async () => {
    await start();
    const first = await tokens();
    await used.clock.advance(dayMs);
    const { body } = await initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: first.RefreshToken });
    const before = claimsOf(first.AccessToken);
    const after = claimsOf(body.AuthenticationResult.AccessToken);
    assert.equal(body.AuthenticationResult.RefreshToken, undefined);
    assert.deepEqual([after.origin_jti, after.auth_time], [before.origin_jti, before.auth_time]);
    assert.deepEqual([after.iat - before.iat, after.exp - after.iat], [86_400, 900]);
    assert.notEqual(after.jti, before.jti);
    await used.clock.advance(30 * dayMs);
    const expired = refused("NotAuthorizedException", "Refresh Token has expired");
    assert.deepEqual(await reported(initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: first.RefreshToken })), expired);
  });

  it("refuses refresh tokens after sign-out and revocation, other sign-ins go on", async () => {
    await start();
    const [first, second] = [await tokens(), await tokens()];
    const refresh = ({ RefreshToken }: any) =>
      reported(initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: RefreshToken }));
    assert.equal((await call("RevokeToken", { Token: first.RefreshToken, ClientId: clientId })).status, 200);
    assert.deepEqual(await refresh(first), refused("NotAuthorizedException", "Refresh Token has been revoked"));
    assert.equal((await refresh(second))[0], 200);
    const seen = await reported(call("GetUser", { AccessToken: first.AccessToken }));
    assert.deepEqual(seen, refused("NotAuthorizedException", "Access Token has been revoked"));
    assert.equal((await call("GlobalSignOut", { AccessToken: second.AccessToken })).status, 200);
    assert.equal((await refresh(second))[0], 400);
    const wrongKind = await reported(call("RevokeToken", { Token: first.AccessToken, ClientId: clientId }));
    assert.equal(wrongKind[1], "UnsupportedTokenTypeException");
  });

  it("refuses a refresh token in the hands of another client of the same pool, and leaves it to its own", async () => {
    await start({ another: true });
    const { RefreshToken } = await tokens();
    const as = (ClientId: string) => [
      call("InitiateAuth", {
        ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
      call("GetTokensFromRefreshToken", { ClientId, RefreshToken }),
    ];
    for (const response of as(anotherClientId)) {
      assert.deepEqual(await reported(response), refused("NotAuthorizedException", "Invalid Refresh Token"));
    }
    const revoked = await reported(call("RevokeToken", { Token: RefreshToken, ClientId: anotherClientId }));
    assert.deepEqual(revoked, refused("UnauthorizedException", "The token was not issued to this client"));
    await used.clock.advance(dayMs);
    for (const response of as(clientId)) {
      assert.equal((await response).status, 200);
    }
  });

  it("rotates refresh tokens where the client says so", async () => {
    await start({ client: { refreshTokenRotation: { feature: "ENABLED" } } });
    const first = await tokens();
    const refresh = (RefreshToken: string) => call("GetTokensFromRefreshToken", { ClientId: clientId, RefreshToken });
    const next = (await refresh(first.RefreshToken)).body.AuthenticationResult;
    assert.equal((await refresh(next.RefreshToken)).status, 200);
    assert.equal((await refresh(first.RefreshToken)).status, 400, "the old one has ended");
    const former = await reported(initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: next.RefreshToken }));
    assert.match(former[2], /use GetTokensFromRefreshToken/);
  });

  it("takes a rotated refresh token for a while yet, where the client says so", async () => {
    await start({ client: { refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 60 } } });
    const refresh = (RefreshToken: string) => call("GetTokensFromRefreshToken", { ClientId: clientId, RefreshToken });
    const lost = await tokens();
    assert.equal((await refresh(lost.RefreshToken)).status, 200);
    await used.clock.advance(59_999);
    assert.equal((await refresh(lost.RefreshToken)).status, 200, "the response was lost");
    await used.clock.advance(1);
    assert.equal((await refresh(lost.RefreshToken)).status, 400, "a minute after its first use");
  });

  it("shows users what their client may read, until their token expires", async () => {
    await start();
    const { AccessToken, IdToken } = await tokens();
    const { body } = await call("GetUser", { AccessToken });
    const names = body.UserAttributes.map((attribute: { Name: string }) => attribute.Name).sort();
    assert.deepEqual(names, ["custom:organization", "email", "email_verified", "sub"]);
    assert.equal((await reported(call("GetUser", { AccessToken: IdToken })))[1], "NotAuthorizedException");
    const [header, , signature] = AccessToken.split(".");
    const forged = [header, Buffer.from('{"token_use":"access"}').toString("base64url"), signature].join(".");
    assert.equal((await reported(call("GetUser", { AccessToken: forged })))[1], "NotAuthorizedException");
    await used.clock.advance(16 * 60_000);
    const expired = refused("NotAuthorizedException", "Access Token has expired");
    assert.deepEqual(await reported(call("GetUser", { AccessToken })), expired);
  });

  it("locks out after five wrong passwords, for twice as long each time", async () => {
    await start();
    for (let attempt = 0; attempt < 5; attempt++) {
      await signIn({ PASSWORD: "Wrong-leaf-2026" });
    }
    const locked = refused("NotAuthorizedException", "Password attempts exceeded");
    assert.deepEqual(await reported(signIn()), locked);
    await used.clock.advance(1_001);
    await signIn({ PASSWORD: "Wrong-leaf-2026" });
    await used.clock.advance(1_001);
    assert.deepEqual(await reported(signIn()), locked);
    await used.clock.advance(1_001);
    assert.equal((await signIn()).status, 200);
  });

  it("refuses clients and operations that there are not, and bodies that are no JSON", async () => {
    await start();
    const unknown = await reported(call("InitiateAuth", { ClientId: "nobody", AuthFlow: "USER_AUTH" }));
    assert.deepEqual(unknown, refused("ResourceNotFoundException", "User pool client nobody does not exist."));
    assert.equal((await reported(call("ForgotPassword", { ClientId: clientId })))[1], "UnknownOperationException");
    const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const response = await fetch(used.pools.endpoint("ca-central-1"), { method: "POST", headers, body: "{" });
    assert.equal(((await response.json()) as any).__type, "InvalidParameterException");
  });

  it("asks clients that have a secret to prove it", async () => {
    await start({ client: { generateSecret: true, clientSecret: "s3cret" } });
    assert.match((await reported(signIn()))[2], /SECRET_HASH was not received/);
    assert.match((await reported(signIn({ SECRET_HASH: "x" })))[2], /Unable to verify secret hash/);
    const SECRET_HASH = createHmac("sha256", "s3cret").update(`${email}${clientId}`).digest("base64");
    assert.equal((await signIn({ SECRET_HASH })).status, 200);
  });
});

function claimsOf(token: string): Record<string, any> {
  return JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
}

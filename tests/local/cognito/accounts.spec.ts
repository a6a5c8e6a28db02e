import assert from "node:assert/strict";
import { clientId, organization, password, poolId } from "../../support/pools";
import { refused, reported, useSignInPool } from "../../support/sign-in-pool";

const dayMs = 86_400_000;

describe("user accounts", () => {
  const used = useSignInPool();
  const { start, stop, call, signIn, asOperator } = used;

  it("lets people sign up where the pool does, once they have confirmed", async () => {
    await start({ client: { writeAttributes: ["email"] } });
    const [Username, Password] = ["bo@acme.example", password];
    const input = { ClientId: clientId, Username, Password };
    const { body } = await call("SignUp", { ...input, UserAttributes: [{ Name: "email", Value: Username }] });
    assert.equal(body.UserConfirmed, false);
    assert.equal(body.CodeDeliveryDetails.Destination, "b***@a***");
    const waiting = refused("UserNotConfirmedException", "User is not confirmed.");
    assert.deepEqual(await reported(signIn({ USERNAME: Username })), waiting);
    const confirm = (ConfirmationCode: string) =>
      call("ConfirmSignUp", { ClientId: clientId, Username, ConfirmationCode });
    assert.equal((await reported(confirm("wrong")))[1], "CodeMismatchException");
    assert.equal((await confirm(used.pools.confirmationCode(poolId, Username)!)).status, 200);
    assert.equal((await signIn({ USERNAME: Username })).status, 200);
    assert.equal((await reported(call("SignUp", input)))[1], "UsernameExistsException");
    const chosen = { ...input, UserAttributes: [{ Name: "custom:organization", Value: organization }] };
    assert.deepEqual(
      await reported(call("SignUp", { ...chosen, Username: "eve@acme.example" })),
      refused("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
    );
  });

  it("refuses sign-ups where only administrators create users, weak passwords and unknown attributes", async () => {
    await start({ pool: { adminCreateUserConfig: { allowAdminCreateUserOnly: true } } });
    const input = { ClientId: clientId, Username: "bo@acme.example", Password: password };
    const only = refused("NotAuthorizedException", "SignUp is not permitted for this user pool");
    assert.deepEqual(await reported(call("SignUp", input)), only);
    await stop();
    await start();
    assert.deepEqual(
      await reported(call("SignUp", { ...input, Password: "maple-leaf-2026" })),
      refused(
        "InvalidPasswordException",
        "Password did not conform with policy: Password must have uppercase characters",
      ),
    );
    const unknown = { ...input, UserAttributes: [{ Name: "custom:plan", Value: "gold" }] };
    assert.equal((await reported(call("SignUp", unknown)))[1], "InvalidParameterException");
  });

  it("let only the operator create users, who then choose a password of their own", async () => {
    await start();
    const [Username, TemporaryPassword] = ["bo@acme.example", "Temporary-2026"];
    const UserAttributes = [{ Name: "custom:organization", Value: organization }];
    const create = { UserPoolId: poolId, Username, TemporaryPassword, UserAttributes };
    assert.equal((await reported(call("AdminCreateUser", create)))[1], "AccessDeniedException");
    const { body: created } = await call("AdminCreateUser", create, asOperator());
    assert.equal(created.User.UserStatus, "FORCE_CHANGE_PASSWORD");
    const { body } = await signIn({ USERNAME: Username, PASSWORD: TemporaryPassword });
    assert.equal(body.ChallengeName, "NEW_PASSWORD_REQUIRED");
    assert.equal(JSON.parse(body.ChallengeParameters.userAttributes).email, Username);
    const respond = (Session: string, NEW_PASSWORD: string) =>
      call("RespondToAuthChallenge", {
        ClientId: clientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD },
      });
    assert.ok((await respond(body.Session, password)).body.AuthenticationResult.AccessToken);
    assert.equal((await signIn({ USERNAME: Username })).status, 200);
    const reset = { UserPoolId: poolId, Username, Password: "Birch-leaf-2026", Permanent: true };
    await call("AdminSetUserPassword", reset, asOperator());
    assert.equal((await signIn({ USERNAME: Username, PASSWORD: "Birch-leaf-2026" })).status, 200);
    await call("AdminDeleteUser", { UserPoolId: poolId, Username }, asOperator());
    assert.equal(
      (await reported(call("AdminGetUser", { UserPoolId: poolId, Username }, asOperator())))[1],
      "UserNotFoundException",
    );
  });

  it("refuses a temporary password that is too old", async () => {
    await start();
    const create = { UserPoolId: poolId, Username: "bo@acme.example", TemporaryPassword: "Temporary-2026" };
    await call("AdminCreateUser", create, asOperator());
    await used.clock.advance(8 * dayMs);
    const late = await reported(signIn({ USERNAME: create.Username, PASSWORD: create.TemporaryPassword }));
    assert.match(late[2], /Temporary password has expired/);
  });
});

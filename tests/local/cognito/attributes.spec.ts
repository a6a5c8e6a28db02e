import assert from "node:assert/strict";
import { clientId, password, poolId } from "../../support/pools";
import { email, refused, reported, useSignInPool } from "../../support/sign-in-pool";

const next = "ana@globex.example";
const pool = { userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] } };
const client = { writeAttributes: ["email"] };

describe("a user's own attributes", () => {
  const used = useSignInPool();
  const change = (AccessToken: string, Value: string, Name = "email") =>
    used.call("UpdateUserAttributes", { AccessToken, UserAttributes: [{ Name, Value }] });
  const verify = (AccessToken: string, Code: string | undefined, AttributeName = "email") =>
    used.call("VerifyUserAttribute", { AccessToken, AttributeName, Code });
  const attributes = async (AccessToken: string) => {
    const { body } = await used.call("GetUser", { AccessToken });
    const found = Object.fromEntries(body.UserAttributes.map((entry: any) => [entry.Name, entry.Value]));
    return [found.email, found.email_verified];
  };
  const codeOf = (name: string) => used.pools.confirmationCode(poolId, name);

  it("keep the address until the new one is verified; the former cannot sign in from then on", async () => {
    await used.start({ pool, client });
    const { AccessToken } = await used.tokens();
    const { body } = await change(AccessToken, next);
    const delivery = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@g***" };
    assert.deepEqual(body, { CodeDeliveryDetailsList: [delivery] });
    assert.deepEqual(await attributes(AccessToken), [email, "true"]);
    assert.equal((await used.signIn()).status, 200);
    assert.equal((await used.signIn({ USERNAME: next })).status, 400);
    const code = codeOf(email)!;
    const wrong = refused("CodeMismatchException", "Invalid verification code provided, please try again.");
    assert.deepEqual(await reported(verify(AccessToken, code === "000000" ? "1" : "000000")), wrong);
    assert.equal((await verify(AccessToken, code)).status, 200);
    assert.deepEqual(await attributes(AccessToken), [next, "true"]);
    assert.equal((await used.signIn({ USERNAME: next })).status, 200);
    const gone = refused("NotAuthorizedException", "Incorrect username or password.");
    assert.deepEqual(await reported(used.signIn()), gone);
    assert.deepEqual(await reported(verify(AccessToken, code)), wrong, "a code is used once");
  });

  it("change at once, unverified, where the pool asks for no verification", async () => {
    await used.start({ client });
    const { AccessToken } = await used.tokens();
    await change(AccessToken, next);
    assert.deepEqual(await attributes(AccessToken), [next, "false"]);
    assert.equal((await verify(AccessToken, codeOf(next))).status, 200);
    assert.deepEqual(await attributes(AccessToken), [next, "true"]);
  });

  it("refuses a code after a day, and none at all", async () => {
    await used.start({
      pool,
      client: { ...client, accessTokenValidity: 26, tokenValidityUnits: { accessToken: "hours" } },
    });
    const { AccessToken } = await used.tokens();
    assert.equal((await reported(verify(AccessToken, undefined)))[1], "CodeMismatchException");
    await change(AccessToken, next);
    await used.clock.advance(86_400_000);
    assert.equal((await reported(verify(AccessToken, codeOf(email))))[1], "ExpiredCodeException");
    assert.equal((await reported(verify(AccessToken, "1", "phone_number")))[1], "InvalidParameterException");
  });

  it("refuses an address that is somebody's, when it is asked for and when it is verified", async () => {
    await used.start({ pool, client });
    const { AccessToken } = await used.tokens();
    const other = {
      poolId,
      username: "bo",
      email: "bo@acme.example",
      password,
      organization: "org_01hzy3v5k8q2w4e6r7t9x0m2n4",
    };
    await used.pools.users.create(other);
    const taken = refused("AliasExistsException", "An account with the given email already exists.");
    assert.deepEqual(await reported(change(AccessToken, "Bo@acme.example")), taken);
    await change(AccessToken, next);
    const code = codeOf(email);
    await used.pools.users.create({ ...other, email: next });
    assert.deepEqual(await reported(verify(AccessToken, code)), taken);
    assert.deepEqual(await attributes(AccessToken), [email, "true"]);
  });

  it("refuses to move somebody to another organization, and what is no address", async () => {
    await used.start({ pool, client });
    const { AccessToken } = await used.tokens();
    const organization = "org_01hzy3v5k8q2w4e6r7t9x0m2n5";
    const unwritable = refused("NotAuthorizedException", "A client attempted to write unauthorized attribute");
    assert.deepEqual(await reported(change(AccessToken, organization, "custom:organization")), unwritable);
    assert.equal((await reported(change(AccessToken, "nowhere")))[1], "InvalidParameterException");
    await used.stop();
    await used.start({ pool, client: {} });
    const fixed = refused("InvalidParameterException", "user.custom:organization: Attribute cannot be updated.");
    const { AccessToken: again } = await used.tokens();
    assert.deepEqual(await reported(change(again, organization, "custom:organization")), fixed);
  });

  it("refuses sign-in where a second factor is required, which there is none of here", async () => {
    await used.start({ pool: { mfaConfiguration: "ON" } });
    assert.match((await reported(used.signIn()))[2], /requires MFA, which the twin does not stand in for/);
    assert.equal((await used.call("InitiateAuth", { ClientId: clientId, AuthFlow: "USER_AUTH" })).status, 400);
  });
});

import assert from "node:assert/strict";
import { withOrganization } from "../../../functions/claims/claims";
import { UserPools } from "../../../local/cognito/service";
import { FunctionError } from "../../../local/lambda/types";
import { ManualClock } from "../../support/manual-clock";
import { callCognito, clientId, organization, password, poolId, poolsGraph, triggerArn } from "../../support/pools";
import { letIn, type TestTwin, twinContext } from "../../support/twin-context";

const email = "ana@acme.example";
type Invocation = { functionArn: string; event: any; trace: string };

describe("the pre token generation trigger", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let pools: UserPools;
  let invocations: Invocation[];

  let running = false;
  const stop = async () => {
    if (!running) {
      return;
    }
    running = false;
    await pools.stop();
    await twin.close();
  };
  const start = async (invoke: (event: any) => unknown, options: Parameters<typeof poolsGraph>[0] = {}) => {
    clock = new ManualClock();
    twin = await twinContext({ graph: poolsGraph({ trigger: true, ...options }), clock });
    invocations = [];
    const lambda = {
      invoke: async (invocation: Invocation) => {
        invocations.push(invocation);
        return invoke(structuredClone(invocation.event));
      },
    };
    pools = new UserPools(twin, { certificates: twin.certificates, lambda, waf: letIn });
    await pools.start();
    running = true;
    await pools.users.create({ poolId, username: "ana", email, password, organization });
  };
  afterEach(() => stop());

  const initiate = (AuthFlow: string, AuthParameters: object) =>
    callCognito(pools.endpoint("ca-central-1"), "InitiateAuth", { ClientId: clientId, AuthFlow, AuthParameters });
  const signIn = () => initiate("USER_AUTH", { USERNAME: email, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
  const responseOf = (details: object) => (event: any) => ({
    ...event,
    response: { claimsAndScopeOverrideDetails: details },
  });

  it("gets the event that AWS documents for version 2, at sign-in and at each refresh", async () => {
    await start((event) => event);
    const { body } = await signIn();
    await initiate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: body.AuthenticationResult.RefreshToken });
    const [first, second] = invocations.map((invocation) => invocation.event);
    assert.equal(invocations[0]!.functionArn, triggerArn);
    const { sub, ...attributes } = first.request.userAttributes;
    assert.equal(first.userName, sub);
    assert.deepEqual(attributes, {
      email,
      email_verified: "true",
      "custom:organization": organization,
      "cognito:user_status": "CONFIRMED",
    });
    assert.deepEqual(
      { ...first, userName: "", request: { ...first.request, userAttributes: {} } },
      {
        version: "2",
        triggerSource: "TokenGeneration_Authentication",
        region: "ca-central-1",
        userPoolId: poolId,
        userName: "",
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
        request: {
          userAttributes: {},
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          scopes: ["aws.cognito.signin.user.admin"],
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    );
    assert.equal(second.triggerSource, "TokenGeneration_RefreshTokens");
  });

  it("changes both tokens, but no claim that is fixed", async () => {
    const accessTokenGeneration = {
      claimsToAddOrOverride: { organization, sub: "somebody", client_id: "x", iss: "https://evil", aud: "x", exp: 1 },
      claimsToSuppress: ["username", "exp"],
      scopesToAdd: ["profile.read"],
      scopesToSuppress: ["aws.cognito.signin.user.admin"],
    };
    const idTokenGeneration = { claimsToAddOrOverride: { tier: "gold" }, claimsToSuppress: ["email"] };
    await start(responseOf({ accessTokenGeneration, idTokenGeneration }));
    const { AccessToken, IdToken } = (await signIn()).body.AuthenticationResult;
    const access = claimsOf(AccessToken);
    const id = claimsOf(IdToken);
    assert.equal(access.organization, organization);
    assert.equal(access.scope, "profile.read");
    assert.equal(access.iss, `https://cognito-idp.ca-central-1.amazonaws.com/${poolId}`);
    assert.deepEqual([access.sub, access.client_id, access.aud], [id.sub, clientId, undefined]);
    assert.equal(access.exp - access.iat, 900);
    assert.equal(access.username, id["cognito:username"]);
    assert.deepEqual([id.tier, id.email, id.aud], ["gold", undefined, clientId]);
  });

  it("puts the organization into access tokens with this project's own function", async () => {
    await start((event) => withOrganization(event));
    const { AccessToken, IdToken } = (await signIn()).body.AuthenticationResult;
    assert.equal(claimsOf(AccessToken).organization, organization);
    assert.equal(claimsOf(IdToken).organization, undefined);
  });

  it("refuses the sign-in where the function throws", async () => {
    await start(() => {
      throw new FunctionError("UserRefused", "The user belongs to no organization");
    });
    const { status, body } = await signIn();
    assert.deepEqual([status, body.__type], [400, "UserLambdaValidationException"]);
    assert.equal(body.message, "PreTokenGeneration failed with error The user belongs to no organization.");
  });

  it("refuses the sign-in where the function's response is no event", async () => {
    await start(() => null);
    assert.equal((await signIn()).body.__type, "InvalidLambdaResponseException");
  });

  it("refuses the sign-in after three calls of five seconds without a response", async () => {
    await start(() => new Promise(() => undefined));
    const startedAt = clock.now();
    let response: Awaited<ReturnType<typeof signIn>> | undefined;
    const asking = signIn().then((signedIn) => {
      response = signedIn;
    });
    for (const deadline = Date.now() + 15_000; !response && Date.now() < deadline; ) {
      await clock.advance(100);
    }
    await asking;
    assert.equal(response?.body.__type, "UnexpectedLambdaException");
    assert.equal(invocations.length, 3);
    assert.ok(clock.now() - startedAt >= 15_000);
  });

  it("refuses the sign-in where no permission lets this pool invoke the function", async () => {
    const foreign = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_gHiJkL456";
    for (const permission of [
      { principal: "apigateway.amazonaws.com" },
      { sourceArn: foreign },
      { function: "other" },
    ]) {
      await start((event) => event, { permission });
      const { body } = await signIn();
      assert.equal(body.__type, "UnexpectedLambdaException", JSON.stringify(permission));
      assert.match(body.message, /AccessDeniedException/);
      assert.equal(invocations.length, 0);
      await stop();
    }
    await start((event) => event);
    assert.equal((await signIn()).status, 200);
  });
});

function claimsOf(token: string): Record<string, any> {
  return JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
}

import assert from "node:assert/strict";
import { UserPools } from "../../../local/cognito/service";
import type { Verdict, WafRequest } from "../../../local/waf/types";
import { ask } from "../../support/https-client";
import { callCognito, clientId, password, poolId, poolsGraph } from "../../support/pools";
import { type TestTwin, twinContext } from "../../support/twin-context";

const hostname = "cognito-idp.ca-central-1.amazonaws.com";

describe("user pools behind a firewall", () => {
  let twin: TestTwin;
  let pools: UserPools;
  let verdict: Verdict;
  const shown: { arn: string; request: WafRequest }[] = [];
  beforeEach(async () => {
    shown.length = 0;
    twin = await twinContext({ graph: poolsGraph(), hosts: [hostname] });
    const judge = (arn: string, request: WafRequest) => {
      shown.push({ arn, request });
      return verdict;
    };
    const lambda = { invoke: () => Promise.reject(new Error("no trigger is declared")) };
    pools = new UserPools(twin, { certificates: twin.certificates, lambda, waf: { judge } });
    await pools.start();
  });
  afterEach(async () => {
    await pools.stop();
    await twin.close();
  });

  const input = {
    ClientId: clientId,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME: "nobody@acme.example", PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password },
  };
  const signIn = () =>
    ask(twin, {
      at: hostname,
      host: hostname,
      path: "/",
      method: "POST",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
    });

  it("shows it address and operation of a call, and refuses what it lets in for its own reasons only", async () => {
    verdict = { action: "allow", rule: undefined };
    const { body } = await signIn();
    assert.match(body, /NotAuthorizedException/);
    const [{ arn, request }] = shown as [(typeof shown)[0]];
    assert.match(arn, new RegExp(`^arn:aws:cognito-idp:ca-central-1:.*:userpool/${poolId}$`));
    assert.equal(request.ip, twin.network.clientIp(twin.network.place("Toronto")));
    assert.deepEqual([request.method, request.path], ["POST", "/"]);
    assert.deepEqual(request.headers.get("x-amz-target"), ["AWSCognitoIdentityProviderService.InitiateAuth"]);
  });

  it("refuses what it blocks as Cognito does, and not the functions of its own Region", async () => {
    verdict = { action: "block", rule: "sign-in" };
    const { status, body } = await signIn();
    assert.equal(status, 400);
    assert.deepEqual(JSON.parse(body), {
      __type: "ForbiddenException",
      message: "Request not allowed due to WAF block.",
    });
    const own = await callCognito(pools.endpoint("ca-central-1"), "InitiateAuth", input, {
      signal: AbortSignal.timeout(15_000),
    });
    assert.equal(own.body.__type, "NotAuthorizedException");
  });
});

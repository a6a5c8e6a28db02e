/** What docs/identity.md says that tokens are worth, asked of the twin as apps ask it. */
import assert from "node:assert/strict";
import { cognito } from "../../local/cognito/types";
import type { Twin } from "../../local/twin";
import { signInWith } from "../../ops/shared/sign-in";
import { Person, problemOf, startTestTwin, until, warmUp } from "../support/twin";

const served = [200, 404];

describe("what tokens are worth", function () {
  this.timeout(150_000);
  let twin: Twin;
  let person: Person;
  let clientId: string;

  before(async () => {
    twin = await startTestTwin();
    await warmUp(twin);
    person = new Person(twin, "Toronto");
    clientId = String(twin.context.graph.outputsOf("ca").userPoolClientId);
  });
  after(async () => {
    person?.close();
    await twin?.stop();
  });
  afterEach(() => {
    for (const { id } of twin.context.faults.list()) {
      twin.context.faults.remove(id);
    }
    assert.deepEqual(twin.context.ledger.crossings(), []);
  });

  const pool = async (operation: string, input: object, timeoutMs = 120_000) => {
    const { headers } = signInWith({ clientId, username: "", password: "" });
    const target = { "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` };
    const response = await person.client.request("https://cognito-idp.ca-central-1.amazonaws.com/", {
      method: "POST",
      headers: { ...headers, ...target },
      body: JSON.stringify(input),
      timeoutMs,
    });
    return { status: response.status, body: JSON.parse(response.body.toString()) };
  };
  const account = () => twin.control.people.createUser("acme");
  const signIn = async (user: Awaited<ReturnType<typeof account>>) => {
    const input = JSON.parse(String(signInWith(user).body));
    return (await pool("InitiateAuth", input)).body.AuthenticationResult as Record<string, string>;
  };
  const ask = (token: string | undefined, host = "ca.api") =>
    person.client.request(`https://${host}.example.com/v1/profile`, {
      headers: { authorization: `Bearer ${token}` },
      timeoutMs: 120_000,
    });
  const renew = (RefreshToken: string | undefined) =>
    pool("GetTokensFromRefreshToken", { ClientId: clientId, RefreshToken });

  it("an access token is taken in both Regions of its home, and nowhere else", async () => {
    const { AccessToken } = await signIn(await account());
    for (const host of ["ca.api", "ca-central-1.ca.api", "ca-west-1.ca.api"]) {
      assert.ok(served.includes((await ask(AccessToken, host)).status), host);
    }
    for (const host of ["us.api", "us-east-1.us.api", "us-west-2.us.api"]) {
      const response = await ask(AccessToken, host);
      assert.deepEqual([response.status, problemOf(response).code], [401, "unauthorized"], host);
    }
  });

  it("refuses an ID token and a refresh token for data", async () => {
    const { IdToken, RefreshToken } = await signIn(await account());
    for (const token of [IdToken, RefreshToken]) {
      assert.equal((await ask(token)).status, 401);
    }
  });

  it("a refresh token gives new tokens that are taken, and REFRESH_TOKEN_AUTH none", async () => {
    const { RefreshToken } = await signIn(await account());
    const former = {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      ClientId: clientId,
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    };
    const refused = await pool("InitiateAuth", former);
    assert.deepEqual([refused.status, refused.body.__type], [400, "InvalidParameterException"]);
    const { status, body } = await renew(RefreshToken);
    assert.equal(status, 200);
    assert.notEqual(body.AuthenticationResult.RefreshToken, RefreshToken);
    assert.ok(served.includes((await ask(body.AuthenticationResult.AccessToken)).status));
  });

  it("signing out ends what the pool gives at once, and what the API takes with the access token's own end", async () => {
    const { AccessToken, RefreshToken } = await signIn(await account());
    assert.equal((await pool("GlobalSignOut", { AccessToken })).status, 200);
    assert.equal((await renew(RefreshToken)).status, 400);
    assert.equal((await pool("GetUser", { AccessToken })).status, 400);
    assert.ok(served.includes((await ask(AccessToken)).status), "until its 15 minutes are over");
    assert.equal(lifetimeOf(AccessToken!), 15 * 60);
  });

  it("while the pool's Region is lost an access token is served in the standby, and nobody signs in or renews", async () => {
    const user = await account();
    const { AccessToken, RefreshToken } = await signIn(user);
    assert.ok(served.includes((await ask(AccessToken, "ca-west-1.ca.api")).status));
    twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    const goesOn = async () => {
      const { status, headers } = await ask(AccessToken).catch(() => ({
        status: 0,
        headers: {} as Record<string, string>,
      }));
      return (served.includes(status) && headers["home-region"] === "ca-west-1") || undefined;
    };
    await until(goesOn, "the standby serves the token");
    const silent = { code: "ETIMEDOUT" };
    const input = JSON.parse(String(signInWith(user).body));
    await assert.rejects(pool("InitiateAuth", input, 5_000), silent);
    await assert.rejects(pool("GetTokensFromRefreshToken", { ClientId: clientId, RefreshToken }, 5_000), silent);
  });

  it("while the pool alone is lost an access token is served where it was", async () => {
    const { AccessToken } = await signIn(await account());
    assert.ok(served.includes((await ask(AccessToken)).status));
    twin.context.faults.add({ kind: "service-down", region: "ca-central-1", service: cognito.name });
    const response = await ask(AccessToken, "ca-central-1.ca.api");
    assert.ok(served.includes(response.status), response.body.toString());
  });
});

function lifetimeOf(token: string): number {
  const { iat, exp } = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());
  return exp - iat;
}

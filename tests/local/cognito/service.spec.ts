import assert from "node:assert/strict";
import { request } from "node:https";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { UserPools } from "../../../local/cognito/service";
import { InvalidInput } from "../../../model/invalid-input";
import {
  callCognito,
  clientId,
  organization,
  otherClientId,
  otherPoolId,
  password,
  poolId,
  poolsGraph,
} from "../../support/pools";
import { postOnOneConnection } from "../../support/same-connection";
import { letIn, type TestTwin, twinContext } from "../../support/twin-context";

const email = "ana@acme.example";

describe("user pools", () => {
  let twin: TestTwin;
  let pools: UserPools;

  before(async () => {
    twin = await twinContext({ graph: poolsGraph({ two: true }) });
    const lambda = { invoke: () => Promise.reject(new Error("no trigger is declared")) };
    pools = new UserPools(twin, { certificates: twin.certificates, lambda, waf: letIn });
    await pools.start();
    await pools.users.create({ poolId, username: "ana", email, password, organization });
  });
  after(async () => {
    await pools.stop();
    await twin.close();
  });
  afterEach(() => {
    for (const fault of twin.faults.list()) {
      twin.faults.remove(fault.id);
    }
  });

  const call = (operation: string, input: object, region = "ca-central-1") =>
    callCognito(pools.endpoint(region), operation, input, { signal: AbortSignal.timeout(15_000) });
  const signIn = (parameters: object = {}) =>
    call("InitiateAuth", {
      ClientId: clientId,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password, ...parameters },
    });
  const jwksOf = async (id: string, region = "ca-central-1", timeoutMs = 15_000) => {
    const response = await fetch(`${pools.endpoint(region)}/${id}/.well-known/jwks.json`, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: (await response.json()) as any };
  };

  it("issues tokens that aws-jwt-verify accepts, with the claims that AWS documents", async () => {
    const { status, body } = await signIn();
    assert.equal(status, 200);
    const { AccessToken, IdToken, RefreshToken, ExpiresIn, TokenType } = body.AuthenticationResult;
    assert.deepEqual([ExpiresIn, TokenType, typeof RefreshToken], [900, "Bearer", "string"]);
    const { body: jwks } = await jwksOf(poolId);
    const verifier = CognitoJwtVerifier.create({ userPoolId: poolId, clientId, tokenUse: null });
    verifier.cacheJwks(jwks);
    const access = await verifier.verify(AccessToken, { tokenUse: "access" });
    const names = "auth_time client_id event_id exp iat iss jti origin_jti scope sub token_use username";
    assert.deepEqual(Object.keys(access).sort(), names.split(" "));
    assert.equal(access.exp - access.iat, 900);
    assert.equal(access.username, access.sub);
    const id: Record<string, unknown> = await verifier.verify(IdToken, { tokenUse: "id" });
    assert.equal(id.email, email);
    assert.equal(id.email_verified, true);
    assert.equal(id["custom:organization"], organization);
    assert.equal(id["cognito:username"], access.username);
    assert.equal(id.origin_jti, access.origin_jti);
    assert.notEqual(id.jti, access.jti);
  });

  it("refuses, in aws-jwt-verify, a token of another pool", async () => {
    const { body } = await signIn();
    const verifier = CognitoJwtVerifier.create({
      userPoolId: otherPoolId,
      clientId: otherClientId,
      tokenUse: "access",
    });
    verifier.cacheJwks((await jwksOf(otherPoolId)).body);
    await assert.rejects(verifier.verify(body.AuthenticationResult.AccessToken));
  });

  it("has two keys a pool, none of them another pool's, and says where they are", async () => {
    const own = (await jwksOf(poolId)).body.keys.map((key: { kid: string }) => key.kid);
    const other = (await jwksOf(otherPoolId)).body.keys.map((key: { kid: string }) => key.kid);
    assert.equal(new Set([...own, ...other]).size, 4);
    const response = await fetch(`${pools.endpoint("ca-central-1")}/${poolId}/.well-known/openid-configuration`);
    const configuration = (await response.json()) as Record<string, unknown>;
    assert.equal(configuration.issuer, `https://cognito-idp.ca-central-1.amazonaws.com/${poolId}`);
    assert.equal(configuration.jwks_uri, `${configuration.issuer}/.well-known/jwks.json`);
  });

  it("refuses keys of a pool that is not declared, and other paths", async () => {
    const unknown = await jwksOf("ca-central-1_nobody");
    assert.deepEqual([unknown.status, unknown.body.__type], [400, "ResourceNotFoundException"]);
    const path = await fetch(`${pools.endpoint("ca-central-1")}/${poolId}/users`);
    assert.equal(path.status, 404);
    await path.arrayBuffer();
  });

  it("serves each Region's name over TLS, its own pools only, and notes who called", async () => {
    const [ip] = twin.network.addressesOf("cognito-idp.ca-central-1.amazonaws.com")!;
    const trace = twin.ledger.open("Toronto");
    const secure = (path: string, body?: object) => overTls(twin, ip!, trace, path, body);
    assert.equal((await secure(`/${poolId}/.well-known/jwks.json`)).status, 200);
    assert.equal((await secure(`/${otherPoolId}/.well-known/jwks.json`)).status, 400);
    const AuthParameters = { USERNAME: email, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password };
    const signedIn = await secure("/", { ClientId: clientId, AuthFlow: "USER_AUTH", AuthParameters });
    assert.equal(signedIn.status, 200);
    const hops = twin.ledger.trace(trace)!.hops.map((hop) => [hop.action, hop.dataClass, hop.region, hop.outcome]);
    assert.deepEqual(hops, [
      ["GET jwks.json", "operational", "ca-central-1", "ok"],
      ["InitiateAuth", "personal", "ca-central-1", "ok"],
    ]);
  });

  it("refuses a body that is too large as AWS's front door does, says so, and the connection goes on", async () => {
    const headers = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const endpoint = pools.endpoint("ca-central-1");
    const before = twin.events.list().length;
    const responses = await postOnOneConnection(endpoint, headers, ["x".repeat(128 * 1024 + 1), "{}"]);
    assert.deepEqual(
      responses.map(({ status }) => status),
      [413, 400],
    );
    assert.equal(responses[0]!.body, "HTTP content length exceeded 131072 bytes.");
    assert.match(responses[1]!.body, /ResourceNotFoundException/);
    const lines = twin.events.list().slice(before);
    assert.deepEqual(
      lines.map(({ kind, subject }) => `${kind} ${subject}`),
      ["bad-request cognito"],
    );
  });

  it("refuses to answer for a Region that is down, its own functions' endpoint and other Regions' alike", async () => {
    twin.faults.add({ kind: "region-down", region: "ca-central-1" });
    await assert.rejects(jwksOf(poolId, "ca-central-1"));
    await assert.rejects(jwksOf(poolId, "us-east-1", 200), { name: "TimeoutError" });
    assert.equal((await jwksOf(otherPoolId, "us-east-1")).status, 200);
    twin.faults.remove("region-down-ca-central-1");
    assert.equal((await jwksOf(poolId, "us-east-1")).status, 200);
  });

  for (const [error, code, status] of [
    ["internal", "InternalErrorException", 500],
    ["unavailable", "ServiceUnavailable", 503],
    ["throttled", "TooManyRequestsException", 400],
  ] as const) {
    it(`refuses with ${code} what the error "${error}" strikes, keys too, and takes it for no mistake of the twin`, async () => {
      const before = twin.events.list().length;
      twin.faults.add({ kind: "service-errors", region: "ca-central-1", service: "cognito", error });
      const { status: responded, body } = await signIn();
      assert.deepEqual([responded, body.__type], [status, code]);
      assert.equal((await jwksOf(poolId)).status, status);
      const said = twin.events.list().slice(before);
      assert.deepEqual(
        said.map(({ kind }) => kind),
        ["fault"],
      );
    });
  }

  it("answer later while Cognito is slow, and not at all while it is down", async () => {
    const place = { region: "ca-central-1", service: "cognito" };
    const slow = twin.faults.add({ kind: "service-slow", ...place, delayMs: 9_000 });
    const from = twin.clock.now();
    assert.equal((await signIn()).status, 200);
    assert.ok(twin.clock.now() - from >= 9_000);
    twin.faults.remove(slow.id);
    const { id } = twin.faults.add({ kind: "service-down", ...place });
    const call = signIn().then(
      () => "answered",
      () => "ended",
    );
    await twin.clock.sleep(100_000);
    assert.equal(await Promise.race([call, Promise.resolve("waits")]), "waits");
    twin.faults.remove(id);
    assert.equal(await call, "ended");
    assert.equal((await signIn()).status, 200);
  });

  it("refuses users that the pool does not accept, and says which pools there are", async () => {
    const user = { poolId, username: "bo", email: "bo@acme.example", password, organization };
    await assert.rejects(pools.users.create({ ...user, password: "short" }), InvalidInput);
    await assert.rejects(pools.users.create({ ...user, organization: "acme" }), /custom:organization/);
    await assert.rejects(pools.users.create({ ...user, email }), /already exists/);
    await assert.rejects(pools.users.create({ ...user, poolId: "x" }), new RegExp(`${poolId}, ${otherPoolId}`));
  });
});

async function overTls(twin: TestTwin, ip: string, trace: string, path: string, body?: object) {
  const socket = await twin.network.connect({ from: twin.network.place("Toronto"), ip, port: 443, trace });
  const { connect } = await import("node:tls");
  const host = "cognito-idp.ca-central-1.amazonaws.com";
  const secure = connect({ socket, servername: host, ca: twin.certificates.authority });
  return new Promise<{ status: number }>((resolve, reject) => {
    const headers = { host, "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth", connection: "close" };
    const asking = request(
      { createConnection: () => secure, path, method: body ? "POST" : "GET", headers },
      (response) => {
        response.resume().on("end", () => resolve({ status: response.statusCode! }));
      },
    );
    asking
      .on("error", reject)
      .setTimeout(15_000, () => asking.destroy(new Error("no response")))
      .end(body && JSON.stringify(body));
  });
}

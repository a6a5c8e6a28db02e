import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { probeEvent } from "../../functions/shared/probe";
import { invoke } from "./support/invoke";
import { newPool } from "./support/pool";
import { acme, domain, hashSecret, startTables, type Tables } from "./support/tables";

describe("functions as they are uploaded", () => {
  const pool = newPool("ca-central-1");
  let tables: Tables;
  let cognito: Server;
  let environment: Record<string, string>;
  const asked: string[] = [];

  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme }, "acme");
    cognito = createServer((request, response) => {
      asked.push(String(request.url));
      response.end(JSON.stringify(pool.jwks));
    });
    await new Promise<void>((resolve) => cognito.listen(0, "127.0.0.1", resolve));
    environment = {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://127.0.0.1:${(cognito.address() as AddressInfo).port}`,
      APP_ORIGINS: `app.${domain}`,
      DOMAIN: domain,
      JURISDICTION: "CA",
      REGISTRY_TABLE: "registry",
      REGISTRY_HASH_KEY: hashSecret,
      SNAPSHOT_BUCKET: "snapshot",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      PROFILE_TABLE: "profiles",
      IDEMPOTENCY_TABLE: "idempotency",
      REGIONS_TABLE: "regions",
      SIGNING_KEYS_TABLE: "keys",
      AWS_ENDPOINT_URL_LAMBDA: "http://127.0.0.1:9",
      PROBED_FUNCTIONS: '{"profile":"api-profile"}',
    };
  });
  after(async () => {
    cognito.closeAllConnections();
    await new Promise((resolve) => cognito.close(resolve));
    await tables.stop();
  });

  const balanced = (path: string, more = {}) => ({
    requestContext: { elb: { targetGroupArn: "arn" } },
    httpMethod: "GET",
    path,
    multiValueQueryStringParameters: {},
    multiValueHeaders: { host: [`api.${domain}`], "x-forwarded-for": ["198.51.100.7"] },
    body: "",
    isBase64Encoded: false,
    ...more,
  });

  it("lookup answers the load balancer and leaves one line that names nobody", async () => {
    const { responses, log } = await invoke("lookup", environment, [
      balanced("/v1/organizations/acme/home"),
      balanced("/livez"),
    ]);
    assert.equal(responses[0].statusCode, 200);
    assert.equal(responses[0].statusDescription, "200 OK");
    assert.deepEqual(responses[0].multiValueHeaders["cache-control"], ["public, max-age=300, stale-if-error=86400"]);
    assert.equal(JSON.parse(responses[0].body).organization, acme);
    assert.equal(responses[1].statusCode, 200);
    assert.equal(log.length, 2);
    const line = JSON.parse(log[0]!);
    assert.deepEqual(
      [line.function, line.route, line.status, line.organization],
      ["lookup", "/v1/organizations/{organization}/home", 200, acme],
    );
    assert.doesNotMatch(log.join(), /acme|198\.51\.100\.7/);
  });

  it("refuses an event that is none with 500, and says nothing of it", async () => {
    const { responses, log } = await invoke("lookup", environment, [balanced("/", { httpMethod: 7 })]);
    assert.deepEqual([responses[0].statusCode, JSON.parse(responses[0].body).code], [500, "internal-error"]);
    assert.equal(JSON.parse(log[0]!).level, "ERROR");
  });

  it("health answers the load balancer and API Gateway", async () => {
    const gateway = { httpMethod: "GET", path: "/healthz", headers: {}, requestContext: { identity: {} } };
    const { responses } = await invoke("health", environment, [balanced("/livez"), gateway, probeEvent]);
    assert.deepEqual(JSON.parse(responses[0].body), { status: "ok", region: "ca-west-1", jurisdiction: "CA" });
    assert.equal(responses[1].statusCode, 503, "nothing has ever worked");
    assert.deepEqual([responses[2].dependencies[0].name, responses[2].dependencies[0].code], ["profile", "no-answer"]);
  });

  for (const [name, expected] of [
    ["lookup", []],
    ["profile", ["profiles", "idempotency", "regions"]],
    ["authorizer", ["signing-keys"]],
  ] as const) {
    it(`${name} says to the health function that all it needs works, and what does not`, async () => {
      const read = async (more: object) => {
        const { responses } = await invoke(name, { ...environment, ...more }, [probeEvent]);
        return responses[0].dependencies.map((each: { name: string; status: string }) => [each.name, each.status]);
      };
      assert.deepEqual(
        await read({}),
        expected.map((each) => [each, "ok"]),
      );
      const nowhere = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
      assert.deepEqual(
        await read(nowhere),
        expected.map((each) => [each, "failed"]),
      );
    });
  }

  it("authorizer and profile let a signed-in user save and read", async () => {
    asked.length = 0;
    const token = await pool.sign(pool.claims());
    const methodArn = "arn:aws:execute-api:ca-west-1:123456789012:abc/v1/GET/v1/profile";
    const events = [token, `${token}x`].map((bearer) => ({
      type: "TOKEN",
      authorizationToken: `Bearer ${bearer}`,
      methodArn,
    }));
    const authorized = await invoke("authorizer", environment, events);
    const [{ context }, refused] = authorized.responses;
    assert.deepEqual(context, { organization: acme, jurisdiction: "CA", subject: "subject-1" });
    assert.deepEqual(refused, { thrown: "Unauthorized" });
    assert.deepEqual(asked, ["/ca-central-1_pool1/.well-known/jwks.json"]);
    assert.ok(!authorized.log.join().includes(token.slice(0, 40)));

    const call = (httpMethod: string, headers: object, body: string | null = null) => ({
      httpMethod,
      path: "/v1/profile",
      headers,
      body,
      requestContext: {
        authorizer: { ...context, principalId: "subject-1", integrationLatency: 3 },
        identity: { sourceIp: "198.51.100.7" },
      },
    });
    const json = { "Content-Type": "application/json", "If-None-Match": "*" };
    const { responses } = await invoke("profile", environment, [
      call("PUT", json, '{"preferences":{"language":"fr"}}'),
      call("GET", {}),
    ]);
    assert.deepEqual(
      responses.map(({ statusCode }) => statusCode),
      [200, 200],
    );
    assert.deepEqual(JSON.parse(responses[1].body).preferences, { language: "fr" });
    assert.deepEqual([responses[1].headers.etag, responses[1].headers["home-region"]], ['"1"', "ca-west-1"]);
  });

  it("measurements leaves metrics in its log, and nobody's name", async () => {
    const measured = { kind: "request", at: Date.now(), ms: 42, region: "ca-west-1", jurisdiction: "CA", status: 200 };
    const { responses, log } = await invoke("measurements", environment, [
      {
        httpMethod: "POST",
        path: "/v1/measurements",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ measurements: [{ ...measured, attempts: 1, network: "wifi" }], dropped: 0 }),
        requestContext: {
          authorizer: { organization: acme, jurisdiction: "CA", subject: "subject-1" },
          identity: { sourceIp: "198.51.100.7" },
        },
      },
    ]);
    assert.deepEqual([responses[0].statusCode, JSON.parse(responses[0].body).accepted], [202, 1]);
    const [metrics, line, ...more] = log.map((text) => JSON.parse(text));
    assert.deepEqual([metrics.Duration, metrics.Network, line.function, more], [[42], "fast", "measurements", []]);
    assert.doesNotMatch(log.join(), /org_|subject-1|198\.51/);
  });

  it("refuses to call a good token bad while nothing can be read", async () => {
    const token = await pool.sign(pool.claims());
    const nowhere = { ...environment, AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
    const methodArn = "arn:aws:execute-api:ca-west-1:123456789012:abc/v1/GET/v1/profile";
    const { responses } = await invoke("authorizer", nowhere, [
      { type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn },
    ]);
    assert.notEqual(responses[0].thrown, "Unauthorized");
  });

  it("claims adds the organization, and refuses a user without one", async () => {
    const event = (userAttributes: object) => ({ version: "2", request: { userAttributes }, response: {} });
    const { responses } = await invoke("claims", {}, [event({ "custom:organization": acme }), event({})]);
    assert.deepEqual(responses[0].response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride, {
      organization: acme,
    });
    assert.match(responses[1].thrown, /belongs to no organization/);
  });

  for (const name of ["lookup", "authorizer", "profile", "measurements", "health"]) {
    it(`refuses to start ${name} without its environment`, async () => {
      const { stderr, code } = await invoke(name, {}, []);
      assert.notEqual(code, 0);
      assert.match(stderr, /AWS_REGION is not set; the stack must set it/);
    });
  }
});

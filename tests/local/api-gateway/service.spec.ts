import assert from "node:assert/strict";
import type { Certificates } from "../../../local/acm/types";
import { ApiGateway } from "../../../local/api-gateway/service";
import { FunctionError } from "../../../local/lambda/types";
import { type Ask, ask } from "../../support/https-client";
import { graphOf, letIn, type TestTwin, twinContext } from "../../support/twin-context";
import { api, defaultHost, executionArn, host, region, regionalDomainName } from "./declared-api";

describe("local/api-gateway", () => {
  let twin: TestTwin;
  let service: ApiGateway;
  let calls: { functionArn: string; event: any; caller: any }[];
  let functions: Record<string, (event: any) => unknown>;

  const start = async (resources = api(), other: Partial<Certificates> = {}) => {
    twin = await twinContext({ graph: graphOf(...resources), speed: 1, hosts: [host] });
    calls = [];
    functions = {
      authorizer: () => ({
        principalId: "user-1",
        policyDocument: {
          Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: `${executionArn}/live/GET/*` }],
        },
        context: { organization: "org_1", number: 7 },
      }),
      profile: () => ({ statusCode: 200, headers: { "content-type": "text/plain" }, body: "hello" }),
    };
    const lambda = {
      invoke: async (options: any) => {
        calls.push(options);
        return functions[options.functionArn.split(":").at(-1)]!(options.event);
      },
    };
    const certificates = { ...twin.certificates, forArn: () => twin.certificates.forHost(host), ...other };
    service = new ApiGateway(twin, {
      lambda,
      certificates,
      waf: letIn,
      homeOf: async (id) => (id === "org_1" ? "CA" : undefined),
    });
    await service.start();
  };
  const get = (path: string, options: Partial<Ask> = {}) =>
    ask(twin, { at: regionalDomainName, host, path, ...options });
  const signedIn = { headers: { Authorization: "Bearer abc" } };
  const called = () => calls.map((call) => call.functionArn.split(":").at(-1));

  afterEach(async () => {
    await service.stop();
    await twin.close();
  });

  it("authorizes and invokes with the documented events", async () => {
    await start();
    const reply = await get("/v1/me?a=1&a=b%20c", {
      headers: { Authorization: "Bearer abc", "X-Two": ["1", "2"], "User-Agent": "test" },
    });
    assert.deepEqual([reply.status, reply.body, reply.headers["content-type"]], [200, "hello", "text/plain"]);
    assert.match(String(reply.headers["x-amzn-requestid"]), /^[0-9a-f-]{36}$/);
    const [authorizer, profile] = calls;
    assert.deepEqual(authorizer!.event, {
      type: "TOKEN",
      authorizationToken: "Bearer abc",
      methodArn: `${executionArn}/live/GET/v1/me`,
    });
    assert.deepEqual(authorizer!.caller, {
      principal: "apigateway.amazonaws.com",
      sourceArn: `${executionArn}/authorizers/auth1`,
    });
    assert.deepEqual(profile!.caller, {
      principal: "apigateway.amazonaws.com",
      sourceArn: `${executionArn}/live/GET/v1/*`,
    });
    const { event } = profile!;
    assert.deepEqual([event.resource, event.path, event.httpMethod], ["/v1/{who}", "/v1/me", "GET"]);
    assert.deepEqual(event.pathParameters, { who: "me" });
    assert.deepEqual(event.queryStringParameters, { a: "b c" });
    assert.deepEqual(event.multiValueQueryStringParameters, { a: ["1", "b c"] });
    assert.equal(event.headers["X-Two"], "2");
    assert.deepEqual(event.multiValueHeaders["X-Two"], ["1", "2"]);
    assert.equal(event.headers["X-Forwarded-Proto"], "https");
    assert.deepEqual([event.body, event.isBase64Encoded, event.stageVariables], [null, false, null]);
    const context = event.requestContext;
    assert.equal(context.identity.sourceIp, twin.network.clientIp(twin.network.place("Toronto")));
    assert.equal(context.identity.userAgent, "test");
    assert.deepEqual(
      [context.stage, context.domainName, context.apiId, context.accountId],
      ["live", host, "api1", "123456789012"],
    );
    assert.match(context.requestTime, /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    const { integrationLatency, ...authorized } = context.authorizer;
    assert.deepEqual(authorized, { principalId: "user-1", organization: "org_1", number: "7" });
    assert.equal(typeof integrationLatency, "number");
  });

  it("notes the request and whose it is", async () => {
    await start();
    await get("/v1/me", { ...signedIn, trace: "t-1" });
    const trace = twin.ledger.trace("t-1")!;
    const [hop] = trace.hops;
    assert.deepEqual([trace.organization, trace.home], ["org_1", "CA"]);
    assert.deepEqual(
      [hop!.service, hop!.resource, hop!.region, hop!.dataClass, hop!.outcome],
      ["api-gateway", "api", region, "personal", "200"],
    );
  });

  it("keeps an authorizer's response for the token and judges every method by it", async () => {
    await start();
    assert.equal((await get("/v1/me", signedIn)).status, 200);
    assert.equal((await get("/v1/you", signedIn)).status, 200);
    const refused = await get("/v1/me", { ...signedIn, method: "PUT" });
    assert.deepEqual(
      [refused.status, JSON.parse(refused.body)],
      [403, { message: "User is not authorized to access this resource" }],
    );
    assert.deepEqual(called(), ["authorizer", "profile", "profile"]);
    await get("/v1/me", { headers: { Authorization: "Bearer other" } });
    assert.equal(called().filter((name) => name === "authorizer").length, 2);
  });

  it("asks the authorizer each time where its answers are not kept", async () => {
    await start(api({}, { authorizerResultTtlInSeconds: 0 }));
    await get("/v1/me", signedIn);
    await get("/v1/me", signedIn);
    assert.equal(called().filter((name) => name === "authorizer").length, 2);
  });

  it("refuses a token that is absent or malformed without asking, with the declared response", async () => {
    await start();
    for (const headers of [{}, { Authorization: "Basic abc" }, { Authorization: "Bearer a.b" }]) {
      const reply = await get("/v1/me", { headers });
      assert.equal(reply.status, 401);
      assert.deepEqual(JSON.parse(reply.body), { code: "unauthorized", id: reply.headers["x-amzn-requestid"] });
    }
    assert.deepEqual(calls, []);
  });

  it("refuses with 401 only where the authorizer says Unauthorized, else with 500", async () => {
    await start(api({}, { authorizerResultTtlInSeconds: 0 }));
    const responses: [response: () => unknown, status: number][] = [
      [
        () => {
          throw new FunctionError("Error", "Unauthorized");
        },
        401,
      ],
      [
        () => {
          throw new FunctionError("Error", "no keys");
        },
        500,
      ],
    ];
    for (const [response, status] of responses) {
      functions.authorizer = response;
      assert.equal((await get("/v1/me", signedIn)).status, status);
    }
    assert.equal(called().includes("profile"), false);
  });

  it("refuses a malformed response of the authorizer with 500", async () => {
    await start();
    functions.authorizer = () => ({ principalId: 5 });
    assert.equal((await get("/v1/me", signedIn)).status, 500);
  });

  it("refuses what the function answers wrongly or not at all", async () => {
    await start(api().filter((resource) => resource.type !== "aws:apigateway/methodSettings:MethodSettings"));
    const fail = (errorType: string) => () => {
      throw new FunctionError(errorType, "x");
    };
    const cases: [response: () => unknown, status: number][] = [
      [() => null, 502],
      [() => ({ statusCode: 200, body: { not: "text" } }), 502],
      [() => ({ statusCode: "abc" }), 502],
      [() => ({ statusCode: 200, headers: { a: ["1"] } }), 502],
      [fail("TypeError"), 502],
      [fail("Sandbox.Timedout"), 502],
      [fail("AccessDeniedException"), 500],
      [fail("TooManyRequestsException"), 500],
    ];
    for (const [response, status] of cases) {
      functions.profile = response;
      assert.equal((await get("/healthz")).status, status, String(response));
    }
  });

  it("refuses with 504 after the integration's time-out", async () => {
    await start();
    functions.profile = () => new Promise(() => {});
    const reply = await get("/healthz", { method: "DELETE" });
    assert.deepEqual([reply.status, JSON.parse(reply.body)], [504, { message: "Endpoint request timed out" }]);
  });

  it("renames answer headers that it keeps for itself, and sends several of one name", async () => {
    await start();
    functions.profile = () => ({
      statusCode: 401,
      headers: { "WWW-Authenticate": "Bearer", a: "single" },
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"], A: ["multi"] },
    });
    const { status, headers } = await get("/healthz");
    assert.equal(status, 401);
    assert.equal(headers["x-amzn-remapped-www-authenticate"], "Bearer");
    assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
    assert.equal(headers.a, "multi");
    assert.equal(headers["content-type"], "application/json");
  });

  it("refuses unknown paths and methods, too long bodies and too many requests", async () => {
    await start();
    const message = async (path: string, options?: Partial<Ask>) => {
      const reply = await get(path, options);
      return [reply.status, JSON.parse(reply.body).message];
    };
    assert.deepEqual(await message("/nowhere"), [403, "Missing Authentication Token"]);
    assert.deepEqual(await message("/healthz", { method: "PUT" }), [403, "Missing Authentication Token"]);
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    assert.deepEqual(await message("/healthz", { method: "DELETE", body }), [413, "Request Too Long"]);
    const statuses = await Promise.all([1, 2, 3, 4, 5].map(async () => (await get("/healthz")).status));
    assert.deepEqual(statuses.sort(), [200, 200, 200, 429, 429]);
  });

  it("says which integrations and authorizations it does not stand in for", async () => {
    await start();
    assert.equal((await get("/healthz", { method: "PATCH" })).status, 501);
    assert.equal((await get("/healthz", { method: "POST" })).status, 500);
    const said = twin.events.list().filter((event) => event.kind === "unsupported");
    assert.equal(said.length, 2);
    assert.match(said.map((event) => event.message).join(), /PATCH \/healthz has an integration of type MOCK/);
  });

  it("refuses hosts and TLS versions that the domain does not have", async () => {
    await start();
    const reply = await ask(twin, {
      at: regionalDomainName,
      host: defaultHost.replace("api1", "api9"),
      path: "/healthz",
    });
    assert.deepEqual([reply.status, reply.body], [403, '{"message":"Forbidden"}']);
    await assert.rejects(get("/healthz", { maxVersion: "TLSv1.1" }));
  });

  it("serves the default endpoint below its stage, unless it is turned off", async () => {
    await start();
    assert.equal((await ask(twin, { at: defaultHost, path: "/live/healthz" })).status, 200);
    assert.equal((await ask(twin, { at: defaultHost, path: "/healthz" })).status, 403);
    await service.stop();
    await twin.close();
    await start(api({ disableExecuteApiEndpoint: true }));
    const off = await ask(twin, { at: defaultHost, path: "/live/healthz" });
    assert.deepEqual([off.status, off.body], [403, '{"message":"Forbidden"}']);
    assert.deepEqual(calls, []);
  });

  it("does not serve a domain whose certificate is not issued, says so, and serves it from when it is", async () => {
    let issued = false;
    const listeners: (() => Promise<void>)[] = [];
    await start(api(), {
      forArn: () => {
        if (issued) {
          return twin.certificates.forHost(host);
        }
        throw new Error("pending validation");
      },
      onIssued: (listener) => void listeners.push(listener),
    });
    const said = () => twin.events.list().filter(({ kind }) => kind === "api-gateway");
    assert.match(said()[0]!.message, /^not served in ca-central-1: pending validation$/);
    assert.equal(twin.network.addressesOf(regionalDomainName), undefined);
    // Nor by its name at an address that is served.
    await assert.rejects(ask(twin, { at: defaultHost, host, path: "/healthz" }), /handshake failure/);
    issued = true;
    await Promise.all(listeners.map((listener) => listener()));
    assert.equal((await get("/healthz")).status, 200);
    await Promise.all(listeners.map((listener) => listener()));
    assert.equal(twin.network.endpoints().filter(({ name }) => name === `API ${host}`).length, 1);
    assert.equal(said().length, 1);
  });

  for (const [error, status, errorType, message] of [
    ["internal", 500, "InternalServerErrorException", "Internal server error"],
    ["unavailable", 503, "ServiceUnavailableException", "Service Unavailable"],
    ["throttled", 429, "TooManyRequestsException", "Too Many Requests"],
  ] as const) {
    it(`refuses with ${status} what the error "${error}" strikes, without asking any function`, async () => {
      await start();
      const { id } = twin.faults.add({ kind: "service-errors", region, service: "api-gateway", error });
      const reply = await get("/v1/me", signedIn);
      assert.deepEqual(
        [reply.status, reply.headers["x-amzn-errortype"], JSON.parse(reply.body)],
        [status, errorType, { message }],
      );
      assert.deepEqual(calls, []);
      twin.faults.remove(id);
      assert.equal((await get("/v1/me", signedIn)).status, 200);
    });
  }

  it("answers later while it is slow, and takes no connection while it is down", async () => {
    await start();
    const slow = twin.faults.add({ kind: "service-slow", region, service: "api-gateway", delayMs: 200 });
    const from = twin.clock.now();
    assert.equal((await get("/v1/me", signedIn)).status, 200);
    assert.ok(twin.clock.now() - from >= 200);
    twin.faults.remove(slow.id);
    twin.faults.add({ kind: "service-down", region, service: "api-gateway" });
    const [ip] = twin.network.addressesOf(regionalDomainName)!;
    const way = { from: twin.network.place("Toronto"), ip: ip!, port: 443, trace: "t", timeoutMs: 300 };
    await assert.rejects(twin.network.connect(way), { code: "ETIMEDOUT" });
  });
});

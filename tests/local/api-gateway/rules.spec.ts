import assert from "node:assert/strict";
import type { Domain, Route, Stage } from "../../../local/api-gateway/rules/declared";
import { gatewayResponse, type RefusalType } from "../../../local/api-gateway/rules/gateway-response";
import { authorizerResultOf, judge } from "../../../local/api-gateway/rules/policy";
import { matchMethod, matchRoute, targetOfApi, targetOfDomain } from "../../../local/api-gateway/rules/routing";
import { limitOf, TokenBucket } from "../../../local/api-gateway/rules/throttle";

const routes = (...paths: string[]): Route[] => paths.map((path) => ({ path, resourceId: path, methods: [] }));

describe("local/api-gateway routing", () => {
  const all = routes("/", "/v1", "/v1/profile", "/v1/{id}", "/v1/{id}/x", "/{proxy+}", "/v1/files/{path+}");
  const cases: [path: string, route: string | undefined, parameters?: Record<string, string>][] = [
    ["/", "/"],
    ["/v1/profile", "/v1/profile"],
    ["/v1/profile/", "/v1/profile"],
    ["/v1/other", "/v1/{id}", { id: "other" }],
    ["/v1/a%20b", "/v1/{id}", { id: "a b" }],
    ["/v1/a/x", "/v1/{id}/x", { id: "a" }],
    ["/v1/a/y", "/{proxy+}", { proxy: "v1/a/y" }],
    ["/v1/files/a/b", "/v1/files/{path+}", { path: "a/b" }],
    ["/v1/%ZZ", "/v1/{id}", { id: "%ZZ" }],
  ];
  for (const [path, route, parameters] of cases) {
    it(`sends ${path} to ${route}`, () => {
      const found = matchRoute(all, path);
      assert.equal(found?.route.path, route);
      assert.deepEqual(found?.parameters, parameters ?? null);
    });
  }

  it("puts what is static first, then parameters, then what is greedy, whatever the order of declaration", () => {
    const orders: [paths: string[], path: string, chosen: string][] = [
      [["/{a}/x", "/v1/{b}"], "/v1/x", "/v1/{b}"],
      [["/{proxy+}", "/{a}"], "/v1", "/{a}"],
      [["/{proxy+}", "/{a}/{b}"], "/v1/x", "/{a}/{b}"],
      [["/v1/{proxy+}", "/v1/{a}/x"], "/v1/1/x", "/v1/{a}/x"],
      [["/{a}/{b}", "/{a}/x"], "/1/x", "/{a}/x"],
      [["/{a}/x", "/{proxy+}", "/v1/x"], "/v1/x", "/v1/x"],
    ];
    for (const [paths, path, chosen] of orders) {
      for (const declared of [paths, paths.toReversed()]) {
        assert.equal(matchRoute(routes(...declared), path)?.route.path, chosen, `${path} among ${declared}`);
      }
    }
  });

  it("takes braces for a parameter only where they are the whole part", () => {
    assert.equal(matchRoute(routes("/x{id}"), "/xa"), undefined);
    assert.equal(matchRoute(routes("/{id}x"), "/ax"), undefined);
    assert.equal(matchRoute(routes("/x{id}"), "/x{id}")?.parameters, null);
  });

  it("does not see what comes before the first slash, and takes an empty part for one", () => {
    assert.equal(matchRoute(routes("/v1"), "host/v1")?.route.path, "/v1");
    assert.equal(matchRoute(routes("/v1/x"), "/v1//x"), undefined);
    assert.equal(matchRoute(routes("/v1/{a}/x"), "/v1//x")?.parameters?.a, "");
  });

  it("knows no route where none is declared, and a greedy one needs something", () => {
    assert.equal(matchRoute(routes("/v1"), "/v2"), undefined);
    assert.equal(matchRoute(routes("/v1"), "/v1/x"), undefined);
    assert.equal(matchRoute(routes("/a/{proxy+}"), "/a"), undefined);
  });

  it("takes the method itself before ANY", () => {
    const method = (httpMethod: string) => ({
      httpMethod,
      authorization: "NONE",
      authorizerId: undefined,
      integration: undefined,
    });
    const route = { path: "/", resourceId: "r", methods: [method("ANY"), method("GET")] };
    assert.equal(matchMethod(route, "GET")?.httpMethod, "GET");
    assert.equal(matchMethod(route, "PUT")?.httpMethod, "ANY");
    assert.equal(matchMethod({ ...route, methods: [method("GET")] }, "PUT"), undefined);
  });

  const stage = (id: string, name: string) => ({ api: { id }, name }) as Stage;
  const stages = [stage("api", "live"), stage("api", "test"), stage("other", "live")];
  const domain = (mappings: Domain["mappings"]) => ({ mappings }) as Domain;

  it("takes the longest base path, and only whole parts of it", () => {
    const mapped = domain([
      { basePath: "", apiId: "api", stageName: "live" },
      { basePath: "a", apiId: "other", stageName: "live" },
    ]);
    const target = (path: string) => {
      const found = targetOfDomain(mapped, stages, path);
      return [found?.stage.api.id, found?.path];
    };
    assert.deepEqual(target("/a/v1"), ["other", "/v1"]);
    assert.deepEqual(target("/a"), ["other", "/"]);
    assert.deepEqual(target("/ab"), ["api", "/ab"]);
  });

  it("takes the stage from the path where the mapping names none, and at the default endpoint", () => {
    const found = targetOfDomain(domain([{ basePath: "", apiId: "api", stageName: undefined }]), stages, "/test/v1");
    assert.deepEqual([found?.stage.name, found?.path], ["test", "/v1"]);
    assert.equal(targetOfApi("api", stages, "/nowhere/v1"), undefined);
    assert.equal(targetOfDomain(domain([]), stages, "/"), undefined);
    assert.deepEqual(
      [targetOfApi("other", stages, "/live/a/b")?.stage.api.id, targetOfApi("api", stages, "/test/a/b")?.path],
      ["other", "/a/b"],
    );
    assert.equal(targetOfApi("api", stages, ""), undefined);
    const named = domain([{ basePath: "", apiId: "api", stageName: "test" }]);
    assert.equal(targetOfDomain(named, stages, "/v1")?.stage.name, "test");
  });
});

describe("local/api-gateway authorizer policies", () => {
  const arn = "arn:aws:execute-api:ca-central-1:123456789012:api/live/GET/v1/profile";
  const judged = (...Statement: Record<string, unknown>[]) =>
    judge(authorizerResultOf({ principalId: "u", policyDocument: { Statement } })!, arn);
  const allow = (Resource: unknown, Action: unknown = "execute-api:Invoke") => ({ Effect: "Allow", Action, Resource });

  it("allows what a statement names, stars reaching over slashes", () => {
    assert.equal(judged(allow(arn)), "allow");
    assert.equal(judged(allow([`${arn.split("/")[0]}/live/*`])), "allow");
    assert.equal(judged(allow("*", "execute-api:*")), "allow");
    assert.equal(judged(allow(["x", arn], ["lambda:*", "Execute-API:invoke"])), "allow");
  });

  it("refuses everything else, and what is denied whatever else allows it", () => {
    assert.equal(judged(), "deny");
    assert.equal(judged(allow(arn.replace("GET", "PUT"))), "deny");
    assert.equal(judged(allow(arn, "lambda:InvokeFunction")), "deny");
    assert.equal(judged(allow("*"), { ...allow(arn), Effect: "Deny" }), "explicit-deny");
    assert.equal(judged({ ...allow("*"), Effect: "Perhaps" }), "deny");
    assert.equal(judged({ ...allow("*"), Action: undefined }), "deny");
    assert.equal(judged({ ...allow("*"), Resource: undefined }), "deny");
    const loose = { NotResource: "x", Effect: "Allow", Action: "*" };
    assert.equal(judged(loose), "deny", "what the twin cannot read allows nothing");
  });

  it("refuses a malformed response, and context values that are not plain", () => {
    const policyDocument = { Statement: [allow("*")] };
    for (const response of [null, "x", {}, { principalId: "u" }, { policyDocument }]) {
      assert.equal(authorizerResultOf(response), undefined);
    }
    assert.equal(authorizerResultOf({ principalId: "u", policyDocument, context: { a: [1] } }), undefined);
    assert.deepEqual(authorizerResultOf({ principalId: "u", policyDocument, context: { a: null } })?.context, {
      a: "null",
    });
    const callable = Object.assign(() => {}, { principalId: "u", policyDocument });
    assert.equal(authorizerResultOf(callable), undefined);
    const context = { a: 1, b: true, c: "x" };
    assert.deepEqual(authorizerResultOf({ principalId: "u", policyDocument, context })?.context, {
      a: "1",
      b: "true",
      c: "x",
    });
  });
});

describe("local/api-gateway throttling", () => {
  it("lets a burst through, then the rate", () => {
    const bucket = new TokenBucket({ rate: 2, burst: 3 }, 0);
    assert.deepEqual(
      [0, 0, 0, 0].map((now) => bucket.take(now)),
      [true, true, true, false],
    );
    assert.deepEqual(
      [499, 500, 999, 1000].map((now) => bucket.take(now)),
      [false, true, false, true],
    );
    assert.deepEqual(
      [9000, 9000, 9000, 9000].map((now) => bucket.take(now)),
      [true, true, true, false],
    );
  });

  it("takes a method's own settings before those of all, and the account's where none are set", () => {
    const account = { rate: 10_000, burst: 5_000 };
    const limit = (set: Parameters<typeof limitOf>[0], path: string, method: string) =>
      limitOf(set, path, method, account);
    const settings = [
      { methodPath: "*/*", rate: 10, burst: 20 },
      { methodPath: "v1~1profile/GET", rate: 1, burst: -1 },
    ];
    assert.deepEqual(limit(settings, "/v1/profile", "GET"), { rate: 1, burst: account.burst });
    assert.deepEqual(limit(settings, "/v1/profile", "PUT"), { rate: 10, burst: 20 });
    const whole = [{ methodPath: "~1v1~1profile/GET", rate: 2, burst: 3 }];
    assert.deepEqual(limit(whole, "/v1/profile", "GET"), { rate: 2, burst: 3 });
    assert.deepEqual(limit([{ methodPath: "~1/GET", rate: 2, burst: 3 }], "/", "GET"), { rate: 2, burst: 3 });
    const plain = [{ methodPath: "v1/profile/GET", rate: 0, burst: 5 }];
    assert.deepEqual(limit(plain, "/v1/profile", "GET"), { rate: 0, burst: 5 });
    assert.deepEqual(limit(plain, "/profile", "GET"), account);
    assert.deepEqual(limit([], "/", "GET"), account);
  });
});

describe("local/api-gateway gateway responses", () => {
  const reply = (declared: Parameters<typeof gatewayResponse>[0], type: RefusalType, message?: string) => {
    const { status, headers, body } = gatewayResponse(
      declared,
      type,
      { requestId: "r-1" },
      new Map([["origin", ["https://app"]]]),
      message,
    );
    return { status, headers: Object.fromEntries(headers), body: body.toString() };
  };
  const response = (responseType: string, rest = {}) => ({
    responseType,
    statusCode: undefined,
    templates: {},
    parameters: {},
    ...rest,
  });

  it("has AWS's own status, message and error type where none is declared", () => {
    assert.deepEqual(reply([], "UNAUTHORIZED"), {
      status: 401,
      headers: { "Content-Type": "application/json", "x-amzn-ErrorType": "UnauthorizedException" },
      body: '{"message":"Unauthorized"}',
    });
    assert.equal(reply([], "MISSING_AUTHENTICATION_TOKEN").status, 403);
    assert.equal(reply([], "INTEGRATION_TIMEOUT").status, 504);
  });

  it("fills the template, maps headers and changes the status", () => {
    const declared = response("THROTTLED", {
      statusCode: "503",
      templates: {
        "application/json":
          '{"m":$context.error.messageString,"t":"$context.error.responseType","r":"$context.requestId$context.none"}',
      },
      parameters: {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.X-Request": "context.requestId",
        "gatewayresponse.header.X-Origin": "method.request.header.Origin",
      },
    });
    assert.deepEqual(reply([declared], "THROTTLED", 'a "quoted" one'), {
      status: 503,
      headers: {
        "Content-Type": "application/problem+json",
        "X-Request": "r-1",
        "X-Origin": "https://app",
        "x-amzn-ErrorType": "TooManyRequestsException",
      },
      body: '{"m":"a \\"quoted\\" one","t":"THROTTLED","r":"r-1"}',
    });
  });

  it("falls back to the DEFAULT one of the family, its status included", () => {
    const declared = [
      response("DEFAULT_4XX", { statusCode: "400" }),
      response("DEFAULT_5XX"),
      response("ACCESS_DENIED"),
    ];
    assert.equal(reply(declared, "UNAUTHORIZED").status, 400);
    assert.equal(reply(declared, "ACCESS_DENIED").status, 403);
    assert.equal(reply(declared, "BAD_GATEWAY").status, 502);
  });
});

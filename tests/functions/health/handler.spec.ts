/** Health as Lambda runs it, behind the load balancer and behind API Gateway, with the APIs of Lambda and KMS. */
import assert from "node:assert/strict";
import type * as https from "node:https";
import { mock } from "node:test";
import type { DependencyHealth } from "../../../functions/shared/dependencies";
import { probeEvent } from "../../../functions/shared/probe";
import { Day } from "../support/day";
import { address, fromBalancer, fromGateway } from "../support/gateway";
import { startHandler } from "../support/handler";
import { result as reply, type Scripted, type ScriptedCall, startScripted } from "../support/scripted-api";

const keyArn = "arn:aws:kms:ca-west-1:123456789012:key/1";
const works = { dependencies: [{ name: "profiles", status: "ok", ms: 1 }] };
const enabled = { KeyMetadata: { KeyState: "Enabled" } };

describe("the health handler", () => {
  let api: Scripted;
  before(async () => {
    api = await startScripted();
  });
  after(() => api.stop());
  beforeEach(() => {
    api.calls.length = 0;
    answer({});
  });

  /** Answers by path: a status, or a body. */
  function answer(others: Record<string, number | object>) {
    api.replies = [
      (call, response) => {
        const found = others[call.path] ?? (call.path === "/" ? enabled : works);
        (typeof found === "number" ? reply(found, {}) : reply(200, found))(call, response);
      },
    ];
  }
  const seen = ({ method, path, headers, input }: ScriptedCall) => ({
    method,
    path,
    type: headers["content-type"],
    target: headers["x-amz-target"],
    signed: /Credential=[^/]*\/\d{8}\/(\S+\/aws4_request),/.exec(headers.authorization ?? "")?.[1],
    body: input,
  });
  const namesOf = (result: { dependencies: DependencyHealth[] }) => result.dependencies.map(({ name }) => name);
  const invocation = (name: string) => `/2015-03-31/functions/${name}/invocations`;
  const start = (more: Record<string, string> = { KEY_ARN: keyArn }) =>
    startHandler("health", {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_LAMBDA: api.endpoint,
      AWS_ENDPOINT_URL_KMS: api.endpoint,
      JURISDICTION: "CA",
      PROBED_FUNCTIONS: '{"authorizer":"api-authorizer-1","profile":"api-profile-2"}',
      ...more,
    });
  const statuses = async (call: ReturnType<typeof start>, count = 1) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index++) {
      const { result } = await call(fromGateway("GET", "/healthz"));
      seen.push(result.statusCode);
    }
    return seen;
  };

  it("asks the functions that users need, and the key, signed for their services in this Region", async () => {
    const { result } = await start()(fromGateway("GET", "/healthz"));
    assert.equal(result.statusCode, 200);
    assert.deepEqual(JSON.parse(result.body), { status: "ok", region: "ca-west-1", jurisdiction: "CA" });
    const sorted = api.calls.map(seen).sort((a, b) => (a.path < b.path ? -1 : 1));
    assert.deepEqual(sorted, [
      {
        method: "POST",
        path: "/",
        type: "application/x-amz-json-1.1",
        target: "TrentService.DescribeKey",
        signed: "ca-west-1/kms/aws4_request",
        body: { KeyId: keyArn },
      },
      ...["api-authorizer-1", "api-profile-2"].map((name) => ({
        method: "POST",
        path: invocation(name),
        type: "application/json",
        target: undefined,
        signed: "ca-west-1/lambda/aws4_request",
        body: probeEvent,
      })),
    ]);
  });

  it("hands on its own trace, so that what is not sampled of a checker stays so in what it asks", async () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
    process.env._X_AMZN_TRACE_ID = trace;
    try {
      await start()(fromGateway("GET", "/healthz"));
    } finally {
      delete process.env._X_AMZN_TRACE_ID;
    }
    assert.deepEqual(
      api.calls.map(({ headers }) => headers["x-amzn-trace-id"]),
      [trace, trace, trace],
    );
  });

  it("asks no key where users need none", async () => {
    const { result } = await start({})(probeEvent);
    assert.deepEqual(namesOf(result), ["authorizer", "profile"]);
    assert.deepEqual(api.calls.map(({ path }) => path).sort(), [
      invocation("api-authorizer-1"),
      invocation("api-profile-2"),
    ]);
  });

  it("answers from memory for a while, and asks nothing at all at /livez", async () => {
    const call = start();
    assert.deepEqual(await statuses(call, 3), [200, 200, 200]);
    assert.equal(api.calls.length, 3);
    const { result } = await call(fromBalancer("GET", "/livez"));
    assert.deepEqual(JSON.parse(result.body), { status: "ok", region: "ca-west-1", jurisdiction: "CA" });
    assert.deepEqual([result.statusCode, result.statusDescription, api.calls.length], [200, "200 OK", 3]);
    assert.deepEqual(result.multiValueHeaders, {
      "content-type": ["application/json"],
      "cache-control": ["no-store"],
    });
  });

  const failures: [string, Record<string, number | object>, string][] = [
    ["a function that is refused", { [invocation("api-profile-2")]: 429 }, "profile: http-429"],
    [
      "a function whose table does not answer",
      {
        [invocation("api-profile-2")]: {
          dependencies: [
            { name: "profiles", status: "failed", ms: 700, code: "timeout" },
            { name: "idempotency", status: "ok", ms: 1 },
          ],
        },
      },
      "profile: profiles timeout",
    ],
    [
      "a function that throws",
      { [invocation("api-authorizer-1")]: { errorType: "Error", errorMessage: "jane" } },
      "authorizer: authorizer threw",
    ],
    [
      "two functions of which nothing works",
      {
        [invocation("api-authorizer-1")]: {
          dependencies: [{ name: "signing-keys", status: "failed", ms: 700, code: "timeout" }],
        },
        [invocation("api-profile-2")]: {
          dependencies: [
            { name: "profiles", status: "failed", ms: 700, code: "timeout" },
            { name: "idempotency", status: "failed", ms: 1, code: "table-unavailable" },
          ],
        },
      },
      "authorizer: signing-keys timeout; profile: profiles timeout, idempotency table-unavailable",
    ],
    ["a key service that is gone", { "/": 500 }, "key: http-500"],
    ["a key that is disabled", { "/": { KeyMetadata: { KeyState: "Disabled" } } }, "key: key-Disabled"],
    ["a key of which nothing is said", { "/": {} }, "key: key-undefined"],
  ];
  for (const [what, answers, cause] of failures) {
    it(`refuses with 503 from the second failed judgement on with ${what}, and logs the cause`, async () => {
      const day = new Day();
      try {
        const call = start();
        await call(fromGateway("GET", "/healthz"));
        answer(answers);
        day.pass(5000);
        const first = await call(fromGateway("GET", "/healthz"));
        assert.equal(first.result.statusCode, 200);
        day.pass(5000);
        const second = await call(fromGateway("GET", "/healthz"));
        assert.equal(second.result.statusCode, 503);
        assert.deepEqual(JSON.parse(second.result.body), { status: "failed", region: "ca-west-1", jurisdiction: "CA" });
        assert.deepEqual([first.log[0]!.cause, second.log[0]!.cause], [cause, cause]);
      } finally {
        day.end();
      }
    });
  }

  it("opens connections of its own each time, since kept ones die while it is frozen", async () => {
    const call = start();
    const before = api.connections;
    await call(probeEvent);
    await call(probeEvent);
    assert.equal(api.connections - before, 6);
  });

  it("tells whoever may invoke it what is wrong", async () => {
    answer({ "/": 500 });
    const { result } = await start()(probeEvent);
    const told = result.dependencies.map(({ ms: _, ...rest }: { ms: number }) => rest);
    assert.deepEqual(told, [
      { name: "authorizer", status: "ok" },
      { name: "profile", status: "ok" },
      { name: "key", status: "failed", code: "http-500" },
    ]);
  });

  it("tells which does not answer at all", async () => {
    const nobody = { KEY_ARN: keyArn, AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:9" };
    const { result } = await start(nobody)(probeEvent);
    const [, , { ms: _, ...key }] = result.dependencies;
    assert.deepEqual(key, { name: "key", status: "failed", code: "no-answer" });
  });

  it("asks this Region's services, over TLS, where no other endpoint is set", async () => {
    const asked: string[] = [];
    // Nothing may leave this machine: what would be asked is enough.
    mock.method(require("node:https") as typeof https, "request", (url: URL) => {
      asked.push(String(url));
      throw new Error("not sent");
    });
    try {
      await start({ KEY_ARN: keyArn, AWS_ENDPOINT_URL_LAMBDA: "", AWS_ENDPOINT_URL_KMS: "" })(probeEvent);
    } finally {
      mock.restoreAll();
    }
    assert.deepEqual(asked, [
      `https://lambda.ca-west-1.amazonaws.com${invocation("api-authorizer-1")}`,
      `https://lambda.ca-west-1.amazonaws.com${invocation("api-profile-2")}`,
      "https://kms.ca-west-1.amazonaws.com/",
    ]);
  });

  for (const functions of ["", "profile", "{}", "[]", '{"profile":""}', '{"profile":7}', '{"a":"b","profile":7}']) {
    it(`refuses to start with ${JSON.stringify(functions)} for functions`, () => {
      assert.throws(() => start({ PROBED_FUNCTIONS: functions }), /PROBED_FUNCTIONS is /);
    });
  }

  it("leaves one line for each request, with these fields and no others", async () => {
    const call = start();
    const lines: object[] = [];
    for (const event of [
      fromBalancer("GET", "/livez"),
      fromGateway("GET", "/healthz"),
      fromGateway("PUT", "/healthz"),
      fromGateway("GET", "/jane"),
    ]) {
      const { log } = await call(event);
      assert.doesNotMatch(JSON.stringify(log), new RegExp(`jane|${address}`));
      const [{ ms: _, ...line }] = log as [Record<string, unknown>];
      lines.push(line);
    }
    assert.deepEqual(lines, [
      { function: "health", status: 200, route: "/livez" },
      { function: "health", status: 200, route: "/healthz" },
      { function: "health", status: 405, route: "/healthz", code: "method-not-allowed" },
      { function: "health", status: 404, route: "unknown", code: "path-unknown" },
    ]);
  });
});

/** Lambda's API as a function calls it, with keys of a role. */
import assert from "node:assert/strict";
import { AccessKeys } from "../../../local/iam/service";
import { functionType } from "../../../local/lambda/rules";
import { LocalLambda } from "../../../local/lambda/service";
import { endFaults } from "../../support/fault-board";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const account = "123456789012";
const arnOf = (name: string, region = "ca-central-1") => `arn:aws:lambda:${region}:${account}:function:${name}`;
const roleArn = `arn:aws:iam::${account}:role/caller`;

function declared(name: string, body: string, inputs: object = {}) {
  const code = { "index.js": `exports.handler = async (event) => { ${body} };` };
  return resource(
    functionType,
    name,
    { code, role: roleArn, timeout: 900, ...inputs },
    { region: "ca-central-1", outputs: { arn: arnOf(name), name } },
  );
}

describe("Lambda's API", function () {
  this.timeout(30_000);
  let twin: TestTwin;
  let lambda: LocalLambda;
  let iam: AccessKeys;
  let accessKeyId: string;
  const trace = "t-1";

  before(async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: ["echo", "throws", "busy"].map((name) => arnOf(name)),
        },
      ],
    };
    twin = await twinContext({
      graph: graphOf(
        resource(
          "aws:iam/role:Role",
          "caller",
          { name: "caller" },
          { id: "caller", outputs: { arn: roleArn, name: "caller" } },
        ),
        resource("aws:iam/rolePolicy:RolePolicy", "caller", { role: "caller", policy: JSON.stringify(policy) }),
        declared("echo", "return { event };"),
        declared("throws", "throw new TypeError('no');"),
        declared("busy", "return 1;", { reservedConcurrentExecutions: 0 }),
        declared("secret", "return 1;"),
      ),
      speed: 1,
    });
    iam = new AccessKeys(twin);
    lambda = new LocalLambda(twin, { variables: () => ({}), callers: iam });
    await lambda.start();
    accessKeyId = iam.issue({ roleArn, name: "caller", trace: () => trace }).accessKeyId;
  });
  after(async () => {
    await lambda.stop();
    await iam.stop();
    await twin.close();
  });
  afterEach(() => {
    endFaults(twin.faults);
  });

  const call = async (
    name: string,
    more: { body?: string; method?: string; key?: string; region?: string; service?: string; path?: string } = {},
  ) => {
    const {
      body = '{"a":[1]}',
      method = "POST",
      key = accessKeyId,
      region = "ca-central-1",
      service = "lambda",
    } = more;
    const response = await fetch(
      `${lambda.endpoint("ca-central-1")}${more.path ?? `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`}`,
      {
        method,
        ...(method === "POST" && { body }),
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, Signature=0`,
        },
      },
    );
    const text = await response.text();
    return {
      status: response.status,
      error: response.headers.get("x-amzn-errortype") ?? response.headers.get("x-amz-function-error"),
      body: JSON.parse(text) as any,
    };
  };

  for (const name of ["echo", arnOf("echo")]) {
    it(`invokes ${name.includes(":") ? "by ARN" : "by name"}, on the caller's trace`, async () => {
      const { status, error, body } = await call(name);
      assert.deepEqual([status, error, body], [200, null, { event: { a: [1] } }]);
      assert.ok(twin.ledger.trace(trace)!.hops.some((hop) => hop.resource === "echo" && hop.outcome === "ok"));
    });
  }

  it("answers what a function throws with 200 and says so in a header", async () => {
    const { status, error, body } = await call("throws");
    assert.deepEqual([status, error, body.errorType, body.errorMessage], [200, "Unhandled", "TypeError", "no"]);
  });

  it("answers errors of Lambda itself with their status", async () => {
    const busy = await call("busy");
    assert.deepEqual([busy.status, busy.error], [429, "TooManyRequestsException"]);
    const fault = { kind: "service-errors", service: "lambda", region: "ca-central-1" } as const;
    twin.faults.add(fault as Parameters<typeof twin.faults.add>[0]);
    const failed = await call("echo");
    assert.deepEqual([failed.status, failed.error], [500, "ServiceException"]);
  });

  const refusals: [string, string, Parameters<typeof call>[1], number, string][] = [
    ["a function that the role may not invoke", "secret", {}, 403, "AccessDeniedException"],
    ["a function that there is none of", "nothing", {}, 403, "AccessDeniedException"],
    ["a function of another Region", "echo", { region: "us-east-1" }, 403, "AccessDeniedException"],
    ["keys of nobody", "echo", { key: "ASIANOBODY" }, 403, "UnrecognizedClientException"],
    ["a signature for another service", "echo", { service: "dynamodb" }, 403, "UnrecognizedClientException"],
    ["a body that is no JSON", "echo", { body: "{" }, 400, "InvalidRequestContentException"],
    ["another operation", "echo", { path: "/2015-03-31/functions/echo" }, 404, "UnknownOperationException"],
    ["another method", "echo", { method: "GET" }, 404, "UnknownOperationException"],
    ["a body that is too large", "echo", { body: `"${"a".repeat(6 * 1024 * 1024)}"` }, 413, "RequestTooLargeException"],
  ];
  for (const [what, name, more, status, code] of refusals) {
    it(`refuses ${what}`, async () => {
      const refused = await call(name, more);
      assert.deepEqual([refused.status, refused.error], [status, code]);
    });
  }

  it("refuses connections while its Region is down", async () => {
    twin.faults.add({ kind: "region-down", region: "ca-central-1" } as Parameters<typeof twin.faults.add>[0]);
    await assert.rejects(call("echo"));
  });

  it("refuses to say where it is in a Region that is none", () =>
    assert.throws(() => lambda.endpoint("nowhere"), /Region is "nowhere"; use one of ca-central-1, /));
});

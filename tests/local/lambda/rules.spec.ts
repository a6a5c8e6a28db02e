import assert from "node:assert/strict";
import { arnLike, declaredFunction, environmentOf, functionType, issuesOf, permits } from "../../../local/lambda/rules";
import { graphOf, resource } from "../../support/twin-context";

const arn = "arn:aws:lambda:ca-central-1:123456789012:function:lookup-1";
const declare = (inputs: Record<string, any>) =>
  declaredFunction(
    resource(
      functionType,
      "lookup",
      { code: { "index.js": "x" }, role: "role", ...inputs },
      {
        region: "ca-central-1",
        outputs: { arn, name: "lookup-1" },
      },
    ),
  );

describe("local/lambda rules", () => {
  it("takes AWS's defaults for what is left out, and the worse case for a missing data class", () => {
    const { memoryMb, timeoutMs, handler, reservedConcurrency, dataClass } = declare({});
    assert.deepEqual(
      { memoryMb, timeoutMs, handler, reservedConcurrency, dataClass },
      { memoryMb: 128, timeoutMs: 3000, handler: "handler", reservedConcurrency: undefined, dataClass: "personal" },
    );
    assert.equal(declare({ code: {} }).code, "", "which exports no handler");
  });

  it("takes what is declared", () => {
    const { handler, reservedConcurrency, logGroup, code, variables, roleArn } = declare({
      handler: "index.a.serve",
      reservedConcurrentExecutions: 0,
      loggingConfig: { logGroup: "/own" },
      environment: { variables: { A: "1" } },
    });
    assert.deepEqual([handler, reservedConcurrency, logGroup, code, roleArn], ["serve", 0, "/own", "x", "role"]);
    assert.deepEqual(variables, { A: "1" });
    assert.equal(declare({ reservedConcurrentExecutions: 7 }).reservedConcurrency, 7);
    assert.equal(declare({ reservedConcurrentExecutions: -1 }).reservedConcurrency, undefined);
    assert.deepEqual([declare({}).logGroup, declare({}).variables], ["/aws/lambda/lookup-1", {}]);
    assert.equal(declare({ code: undefined }).code, "");
    assert.equal(functionType, "aws:lambda/function:Function");
  });

  it("reads the data class from the tag", () => {
    assert.equal(declare({ tags: { "data-class": "routing" } }).dataClass, "routing");
    assert.equal(declare({ tags: { "data-class": "toString" } }).dataClass, "personal");
  });

  it("refuses what CreateFunction refuses, all issues at once", () => {
    const issues = issuesOf(
      declare({ memorySize: 64, timeout: 901, code: {}, environment: { variables: { AWS_REGION: "x".repeat(5000) } } }),
    );
    assert.equal(issues.length, 5);
    assert.match(issues[0]!, /AWS_REGION/);
    assert.deepEqual(issuesOf(declare({})), []);
  });

  it("says what is wrong, what is allowed and what to do", () => {
    const said = (inputs: Record<string, any>) => issuesOf(declare(inputs));
    const where = 'function "lookup" in ca-central-1: ';
    assert.deepEqual(said({ code: {} }), [`${where}its code has no "index.js"; give it an AssetArchive with one`]);
    assert.deepEqual(said({ memorySize: 127 }), [`${where}memorySize is 127; use 128 to 10240`]);
    assert.deepEqual(said({ memorySize: 10_241 }), [`${where}memorySize is 10241; use 128 to 10240`]);
    assert.deepEqual(said({ timeout: 0 }), [`${where}timeout is 0 s; use 1 to 900`]);
    assert.deepEqual(said({ timeout: 901 }), [`${where}timeout is 901 s; use 1 to 900`]);
    for (const memorySize of [128, 10_240]) {
      assert.deepEqual(said({ memorySize }), []);
    }
    for (const timeout of [1, 900]) {
      assert.deepEqual(said({ timeout }), []);
    }
    assert.deepEqual(said({ environment: { variables: { K: "x".repeat(4095) } } }), []);
    assert.deepEqual(said({ environment: { variables: { K: "x".repeat(4000), LL: "x".repeat(94) } } }), [
      `${where}environment has 4097 bytes; at most 4096 are allowed; move values to a parameter`,
    ]);
    assert.equal(said({ environment: { variables: { K: "é".repeat(2048) } } }).length, 1, "bytes, not characters");
  });

  it("refuses every variable that Lambda keeps for itself, by name", () => {
    const names =
      "_HANDLER _X_AMZN_TRACE_ID AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_LAMBDA_FUNCTION_MEMORY_SIZE " +
      "AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME " +
      "AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN " +
      "LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT";
    const list = names.split(" ");
    const variables = Object.fromEntries([...list, "AWS_REGION_OF_HOME"].map((name) => [name, "x"]));
    assert.deepEqual(issuesOf(declare({ environment: { variables } })), [
      `function "lookup" in ca-central-1: environment sets ${list.join(", ")}, which Lambda reserves; rename them`,
    ]);
  });

  it("gives a function everything that Lambda sets, as it sets it, before what the twin gives", () => {
    const variables = environmentOf(declare({ handler: "index.serve" }), { AWS_REGION: "given" }, "stream");
    assert.deepEqual(variables, {
      AWS_DEFAULT_REGION: "ca-central-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_FUNCTION_NAME: "lookup-1",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/lookup-1",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
      AWS_REGION: "given",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      _HANDLER: "index.serve",
    });
  });

  it("gives a function its declared variables and Lambda's own, nothing of this machine", () => {
    const variables = environmentOf(declare({ environment: { variables: { TABLE: "t" } } }), { AWS_X: "1" }, "stream");
    assert.equal(variables.TABLE, "t");
    assert.equal(variables.AWS_REGION, "ca-central-1");
    assert.equal(variables.AWS_LAMBDA_FUNCTION_NAME, "lookup-1");
    assert.equal(variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, "128");
    assert.equal(variables.AWS_X, "1");
    assert.equal(variables.PATH, undefined);
    assert.equal(variables.HOME, undefined);
  });

  describe("permission", () => {
    const invoker = {
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:ca-central-1:123456789012:api/v1/GET/profile",
    };
    const with_ = (inputs: Record<string, any>, region = "ca-central-1") => {
      const permission = { action: "lambda:InvokeFunction", function: "lookup-1", principal: invoker.principal };
      const graph = graphOf(
        resource("aws:lambda/permission:Permission", "p", { ...permission, ...inputs }, { region }),
      );
      return permits(graph, { arn, name: "lookup-1" }, invoker);
    };

    it("is granted by principal and source pattern, by name or by ARN", () => {
      assert.equal(with_({}), true);
      assert.equal(with_({ function: arn }), true);
      assert.equal(with_({ sourceArn: "arn:aws:execute-api:ca-central-1:123456789012:api/*/GET/profile" }), true);
      assert.equal(with_({ sourceAccount: "123456789012" }), true);
      assert.equal(with_({ action: "lambda:*" }), true);
    });

    it("refuses without one, and where any part differs", () => {
      assert.equal(permits(graphOf(), { arn, name: "lookup-1" }, invoker), false);
      assert.equal(with_({ principal: "elasticloadbalancing.amazonaws.com" }), false);
      assert.equal(with_({ function: "other" }), false);
      assert.equal(with_({ action: "lambda:GetFunction" }), false);
      assert.equal(with_({ sourceAccount: "210987654321" }), false);
      assert.equal(with_({ sourceArn: "arn:aws:execute-api:ca-central-1:123456789012:other/*" }), false);
      assert.equal(with_({}, "us-east-1"), false);
    });
  });

  it("matches ARNs part by part, so that a star does not reach over a colon", () => {
    assert.equal(arnLike("arn:aws:s3:::b*", "arn:aws:s3:::bucket/key"), true);
    assert.equal(arnLike("arn:aws:*", "arn:aws:s3:::bucket"), false);
    assert.equal(arnLike("arn:aws:execute-api:*:api", "arn:aws:execute-api:ca-central-1:1:api"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:f?", "arn:aws:lambda:r:1:f.x"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:f?", "arn:aws:lambda:r:1:fx"), true);
    assert.equal(arnLike("arn:aws:lambda:r:1:f:a", "arn:aws:lambda:r:1:f:b"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:f:a:b", "arn:aws:lambda:r:1:f:a/b"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:f", "arn:aws:lambda:r:2:f"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:*", "arn:aws:lambda:r:1:function:f"), true);
    assert.equal(arnLike("arn:aws:lambda:*:*:f", "arn:aws:lambda:r:1:other:f"), false);
    assert.equal(arnLike("arn:aws:lambda:r:1:functionf", "arn:aws:lambda:r:1:function:f"), false);
    assert.equal(arnLike("arn:aws:s3:::a*c", "arn:aws:s3:::a\nbc"), true);
    assert.equal(arnLike("arn:aws:s3:::a.c", "arn:aws:s3:::abc"), false);
    assert.equal(arnLike("arn:aws:s3:::a.c+(d)", "arn:aws:s3:::a.c+(d)"), true);
  });
});

import assert from "node:assert/strict";
import { arnLike, declaredFunction, environmentOf, faultsOf, functionType, permits } from "../../../local/lambda/rules";
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
  });

  it("reads the data class from the tag", () => {
    assert.equal(declare({ tags: { "data-class": "routing" } }).dataClass, "routing");
    assert.equal(declare({ tags: { "data-class": "toString" } }).dataClass, "personal");
  });

  it("refuses what CreateFunction refuses, all faults at once", () => {
    const faults = faultsOf(
      declare({ memorySize: 64, timeout: 901, code: {}, environment: { variables: { AWS_REGION: "x".repeat(5000) } } }),
    );
    assert.equal(faults.length, 5);
    assert.match(faults[0]!, /AWS_REGION/);
    assert.deepEqual(faultsOf(declare({})), []);
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
  });
});

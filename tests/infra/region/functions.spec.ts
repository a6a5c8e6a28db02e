import assert from "node:assert/strict";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("the functions of a region stack", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
  });

  it("gives each function a role of its own that names its actions and tables", () => {
    const functions = ca.ofType("aws:lambda/function:Function");
    assert.equal(new Set(functions.map((lambda) => lambda.inputs.role)).size, functions.length);
    const statements = ca
      .ofType("aws:iam/rolePolicy:RolePolicy")
      .flatMap((resource) => JSON.parse(resource.inputs.policy).Statement);
    for (const { Action, Resource } of statements) {
      for (const action of Action) {
        assert.doesNotMatch(action, /\*/);
      }
      if (!Action.every((action: string) => action.startsWith("xray:"))) {
        assert.ok(!Resource.includes("*"), Action.join());
      }
    }
    const actionsOn = (name: string, table: string) =>
      JSON.parse(ca.get("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)
        .Statement.filter((statement: any) => statement.Resource.some((arn: string) => arn.endsWith(`table/${table}`)))
        .flatMap((statement: any) => statement.Action);
    assert.deepEqual(actionsOn("lookup", "home-region-registry"), ["dynamodb:BatchGetItem"]);
    assert.deepEqual(actionsOn("lookup", "home-region-ca-profiles"), [], "the lookup has no way to data");
    assert.deepEqual(actionsOn("api-authorizer", "home-region-ca-profiles"), []);
    assert.deepEqual(actionsOn("api-profile", "home-region-ca-profiles"), ["dynamodb:GetItem", "dynamodb:PutItem"]);
    assert.deepEqual(actionsOn("api-profile", "home-region-ca-idempotency"), ["dynamodb:GetItem", "dynamodb:PutItem"]);
  });

  it("lets the collector write its own log and hear of orders, and nothing else", () => {
    const { Statement } = JSON.parse(ca.get("aws:iam/rolePolicy:RolePolicy", "api-measurements").inputs.policy);
    assert.deepEqual(
      Statement.flatMap((statement: any) => statement.Action),
      [
        ...["logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        ...["kms:Decrypt", "dynamodb:GetItem", "kms:Decrypt"],
      ],
    );
    assert.deepEqual(Statement.at(-2).Resource, [ca.get("aws:dynamodb/table:Table", "data-regions").outputs.arn]);
    const operational = { "data-class": "operational", jurisdiction: "CA" };
    assert.deepEqual(ca.get("aws:lambda/function:Function", "api-measurements").inputs.tags, operational);
    assert.deepEqual(ca.get("aws:cloudwatch/logGroup:LogGroup", "api-measurements").inputs.tags, operational);
  });

  it("runs functions on a supported runtime with their logs kept for a while, encrypted", () => {
    for (const { inputs } of ca.ofType("aws:lambda/function:Function")) {
      assert.equal(inputs.runtime, "nodejs24.x");
      assert.deepEqual(inputs.architectures, ["arm64"]);
      assert.deepEqual(Object.keys(inputs.code), ["index.js"]);
    }
    for (const { inputs } of ca.ofType("aws:cloudwatch/logGroup:LogGroup")) {
      assert.ok(inputs.retentionInDays <= 30);
      assert.equal(inputs.kmsKeyId, ca.ofType("aws:kms/key:Key")[0]!.outputs.arn);
    }
    for (const { inputs } of ca.ofType("aws:apigateway/methodSettings:MethodSettings")) {
      assert.equal(inputs.settings.dataTraceEnabled, false);
    }
  });
});

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { hashOf } from "../../../infra/region/api-content";
import { regionStacks } from "../../../model/topology";
import { DeclaredStack, stackResources, temporaryProject } from "../../support/stacks";

const kindOf = (type: string) => /^aws:apigateway\/(\w+):/.exec(type)?.[1];
/** What API Gateway serves by the deployment. Stage, domain names and the account's settings take effect by themselves. */
const deployed = ["restApi", "resource", "method", "integration", "authorizer", "response"];
const immediate = ["deployment", "stage", "methodSettings", "domainName", "basePathMapping", "account"];

describe("the API's deployment", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  const parts = () => ca.resources.filter(({ type }) => deployed.includes(kindOf(type) ?? ""));
  const hashWith = (urn: string, change: (inputs: Record<string, any>) => void) =>
    hashOf(
      parts().map((part) => {
        const inputs = structuredClone(part.inputs);
        if (part.urn === urn) {
          change(inputs);
        }
        return inputs;
      }),
    );
  before(async () => {
    ca = await stackResources("ca");
  });

  it("is triggered by everything that it is a snapshot of, in every stack", async () => {
    for (const name of Object.keys(regionStacks)) {
      const stack = await stackResources(name);
      const all = stack.resources.filter(({ type }) => kindOf(type) !== undefined);
      const unknown = all.filter(({ type }) => ![...deployed, ...immediate].includes(kindOf(type)!));
      assert.deepEqual(
        unknown.map(({ urn }) => urn),
        [],
        "say whether a deployment holds it",
      );
      const served = all.filter(({ type }) => deployed.includes(kindOf(type)!)).map(({ inputs }) => inputs);
      const { triggers } = stack.get("aws:apigateway/deployment:Deployment", "api").inputs;
      assert.deepEqual(triggers, { content: hashOf(served) }, name);
    }
  });

  it("takes an argument that is null for another than one that is not there", () => {
    assert.notEqual(hashOf([{ restApi: "a", timeout: null }]), hashOf([{ restApi: "a" }]));
    assert.equal(hashOf([{ restApi: "a", timeout: null }]), hashOf([{ timeout: null, restApi: "a" }]));
  });

  it("waits for all of it", () => {
    const { options } = ca.get("aws:apigateway/deployment:Deployment", "api");
    const waited = new Set(options!.dependsOn);
    // A method is waited for by its integration, its path and its authorizer by the method.
    const last = parts().filter(({ type }) => ["integration", "response"].includes(kindOf(type)!));
    assert.equal(last.length, 19);
    for (const { urn } of last) {
      assert.ok(waited.has(urn), urn);
    }
    for (const { inputs } of ca.ofType("aws:apigateway/integration:Integration")) {
      const method = ca
        .ofType("aws:apigateway/method:Method")
        .filter(
          (resource) =>
            resource.inputs.resourceId === inputs.resourceId && resource.inputs.httpMethod === inputs.httpMethod,
        );
      assert.equal(method.length, 1);
    }
  });

  it("is made anew by a change of any argument of any part", () => {
    const now = hashOf(parts().map(({ inputs }) => inputs));
    for (const { urn, inputs } of parts()) {
      for (const key of Object.keys(inputs)) {
        if (["tags", "description", "name"].includes(key)) {
          continue;
        }
        const changed = hashWith(urn, (inputs) => {
          inputs[key] = typeof inputs[key] === "number" ? inputs[key] + 1 : `${JSON.stringify(inputs[key])}-`;
        });
        assert.notEqual(changed, now, `${urn} ${key}`);
      }
    }
  });

  for (const [what, type, change] of [
    ["an authorizer's TTL", "authorizer:Authorizer", { authorizerResultTtlInSeconds: 300 }],
    ["an authorizer's expression", "authorizer:Authorizer", { identityValidationExpression: "^x$" }],
    ["an integration's time-out", "integration:Integration", { timeoutMilliseconds: 5000 }],
    ["a gateway response", "response:Response", { responseTemplates: { "application/json": "{}" } }],
    ["a header of a gateway response", "response:Response", { responseParameters: {} }],
    ["the API's policy", "restApi:RestApi", { policy: '{"Version":"2012-10-17"}' }],
  ] as const) {
    it(`is made anew by ${what}`, () => {
      const now = hashOf(parts().map(({ inputs }) => inputs));
      const [part] = ca.ofType(`aws:apigateway/${type}`);
      assert.notEqual(
        hashWith(part!.urn, (inputs) => void Object.assign(inputs, change)),
        now,
      );
    });
  }

  it("is not made anew by what it is no snapshot of: functions' code and settings, logs, alarms, throttling", async () => {
    const project = temporaryProject();
    try {
      const file = join(project.root, "Pulumi.ca.yaml");
      const config = {
        "aws:region": "ca-central-1",
        logRetentionDays: 7,
        alarmEndpoint: "a@example.ca",
        vpcCidr: "10.99.0.0/16",
      };
      writeFileSync(file, JSON.stringify({ config }));
      const handler = join(project.root, "functions/profile/handler.ts");
      writeFileSync(handler, `${readFileSync(handler, "utf8")}\nconsole.log("changed");\n`);
      const limits = join(project.root, "infra/region/api-limits.ts");
      writeFileSync(limits, readFileSync(limits, "utf8").replace("rate: 1_000", "rate: 2_000"));
      const [changed] = await evaluateStacks({ root: project.root, stacks: ["ca"] });
      const other = new DeclaredStack(changed!);
      const [type, name] = ["aws:apigateway/deployment:Deployment", "api"] as const;
      assert.equal(
        other.get("aws:apigateway/methodSettings:MethodSettings", name).inputs.settings.throttlingRateLimit,
        2000,
      );
      const code = (stack: DeclaredStack) =>
        JSON.stringify(stack.get("aws:lambda/function:Function", "api-profile").inputs.code);
      assert.notEqual(code(other), code(ca));
      assert.deepEqual(other.get(type, name).inputs.triggers, ca.get(type, name).inputs.triggers);
    } finally {
      project.remove();
    }
  });

  it("is made anew by an argument, a part that is new and one that is gone", () => {
    const now = hashOf(parts().map(({ inputs }) => inputs));
    const added = (type: string, more: object) =>
      hashWith(ca.ofType(type)[0]!.urn, (inputs) => void Object.assign(inputs, more));
    assert.notEqual(added("aws:apigateway/integration:Integration", { timeoutMilliseconds: 5000 }), now);
    assert.notEqual(added("aws:apigateway/method:Method", { requestModels: { "application/json": "m" } }), now);
    assert.notEqual(added("aws:apigateway/method:Method", { requestValidatorId: "v" }), now);
    assert.notEqual(added("aws:apigateway/restApi:RestApi", { policy: "{}" }), now);
    assert.notEqual(added("aws:apigateway/restApi:RestApi", { binaryMediaTypes: ["*/*"] }), now);
    const inputs = parts().map((part) => part.inputs);
    assert.notEqual(hashOf(inputs.slice(1)), now);
    assert.notEqual(hashOf([...inputs, { restApi: "r", parentId: "p", pathPart: "new" }]), now);
  });

  it("is not made anew by tags, words for readers, or the order in the program", () => {
    const now = hashOf(parts().map(({ inputs }) => inputs));
    const api = ca.get("aws:apigateway/restApi:RestApi", "api").urn;
    assert.equal(
      hashWith(api, (inputs) => Object.assign(inputs, { tags: { a: "b" }, description: "x", name: "y" })),
      now,
    );
    const reversed = parts().map(({ inputs }) => Object.fromEntries(Object.entries(inputs).reverse()));
    assert.equal(hashOf(reversed.reverse()), now);
  });

  it("logs who asked for which route when and with what result: no address, no user, nothing that was sent", () => {
    const { accessLogSettings, stageName, xrayTracingEnabled } = ca.get("aws:apigateway/stage:Stage", "api").inputs;
    assert.deepEqual(JSON.parse(accessLogSettings.format), {
      requestId: "$context.requestId",
      time: "$context.requestTime",
      method: "$context.httpMethod",
      // Of the route, as it is declared: not the path that was asked for, which holds ids.
      path: "$context.resourcePath",
      status: "$context.status",
      latencyMs: "$context.responseLatency",
      integrationLatencyMs: "$context.integrationLatency",
      domain: "$context.domainName",
      error: "$context.error.responseType",
    });
    const logGroup = ca.get("aws:cloudwatch/logGroup:LogGroup", "api-access");
    assert.equal(accessLogSettings.destinationArn, logGroup.outputs.arn);
    assert.deepEqual([stageName, xrayTracingEnabled], ["live", true]);
  });

  it("has the log group that API Gateway would make by itself before its stage, with key and retention", () => {
    const api = ca.get("aws:apigateway/restApi:RestApi", "api");
    const group = ca.get("aws:cloudwatch/logGroup:LogGroup", "api-execution");
    assert.equal(group.inputs.name, `API-Gateway-Execution-Logs_${api.id}/live`);
    assert.deepEqual(
      [group.inputs.kmsKeyId, group.inputs.retentionInDays],
      [ca.ofType("aws:kms/key:Key")[0]!.outputs.arn, 30],
    );
    assert.ok(ca.get("aws:apigateway/stage:Stage", "api").options?.dependsOn?.includes(group.urn));
  });

  it("has no health check traced, at this stage alone", () => {
    const { outputs } = ca.get("aws:apigateway/stage:Stage", "api");
    const rules = ca
      .ofType("aws:xray/samplingRule:SamplingRule")
      .map(({ inputs }) => inputs)
      .sort((a, b) => a.priority - b.priority);
    assert.deepEqual(
      rules.map(({ urlPath, reservoirSize, fixedRate, resourceArn }) => [
        urlPath,
        reservoirSize,
        fixedRate,
        resourceArn,
      ]),
      ["/livez", "/healthz", "/siblings"].map((path) => [path, 0, 0, outputs.arn]),
    );
    assert.equal(new Set(rules.map(({ priority }) => priority)).size, 3);
  });

  it("asks its authorizer with what can be a token, and believes the answer for a minute", () => {
    const { inputs } = ca.get("aws:apigateway/authorizer:Authorizer", "api");
    const { identityValidationExpression, ...others } = inputs;
    assert.deepEqual(others, {
      restApi: ca.get("aws:apigateway/restApi:RestApi", "api").id,
      type: "TOKEN",
      identitySource: "method.request.header.Authorization",
      authorizerUri: ca.get("aws:lambda/function:Function", "api-authorizer").outputs.invokeArn,
      authorizerResultTtlInSeconds: 60,
    });
    const takes = new RegExp(identityValidationExpression);
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      assert.match(`${scheme} eyJh.eyJz_-=.c2ln`, takes);
    }
    for (const header of [
      "",
      "Bearer",
      "Bearer a.b",
      "Bearer a.b.c.d",
      "Basic a.b.c",
      "Bearer a.b.c x",
      " Bearer a.b.c",
    ]) {
      assert.doesNotMatch(header, takes);
    }
  });
});

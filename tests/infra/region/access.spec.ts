/** Who may do what, statement by statement: the approved files show a change, these say what must hold. */
import assert from "node:assert/strict";
import { regionStacks, regionsOf, registryRegionsFor } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

const account = "123456789012";

describe("access in a region stack", function () {
  this.timeout(60_000);
  const stacks: [name: string, region: string, stack: DeclaredStack][] = [];
  let global: DeclaredStack;
  before(async () => {
    global = await stackResources("global");
    for (const [name, { region }] of Object.entries(regionStacks)) {
      stacks.push([name, region, await stackResources(name)]);
    }
  });

  it("lets one source of this account invoke each function, by its ARN", () => {
    for (const [, , stack] of stacks) {
      const api = stack.get("aws:apigateway/restApi:RestApi", "api").outputs.executionArn;
      const authorizer = stack.get("aws:apigateway/authorizer:Authorizer", "api").id;
      const arn = (type: string, name: string) => stack.get(type, name).outputs.arn;
      const sources: Record<string, [functionName: string, principal: string, sourceArn: string]> = {
        "api-authorizer": ["api-authorizer", "apigateway.amazonaws.com", `${api}/authorizers/${authorizer}`],
        "api-healthz-deep": ["api-health", "apigateway.amazonaws.com", `${api}/*/*/*`],
        "api-v1-measurements": ["api-measurements", "apigateway.amazonaws.com", `${api}/*/*/*`],
        "api-v1-profile": ["api-profile", "apigateway.amazonaws.com", `${api}/*/*/*`],
        "identity-claims": [
          "identity-claims",
          "cognito-idp.amazonaws.com",
          arn("aws:cognito/userPool:UserPool", "identity"),
        ],
        "lookup-health": [
          "lookup-health",
          "elasticloadbalancing.amazonaws.com",
          arn("aws:lb/targetGroup:TargetGroup", "lookup-health"),
        ],
        "lookup-lookup": [
          "lookup",
          "elasticloadbalancing.amazonaws.com",
          arn("aws:lb/targetGroup:TargetGroup", "lookup-lookup"),
        ],
      };
      const declared = stack.ofType("aws:lambda/permission:Permission").map(({ name, inputs }) => [name, inputs]);
      const expected = Object.entries(sources).map(([name, [target, principal, sourceArn]]) => [
        name,
        {
          action: "lambda:InvokeFunction",
          function: stack.get("aws:lambda/function:Function", target).outputs.name,
          principal,
          sourceArn,
        },
      ]);
      assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(expected));
      for (const [, { sourceArn }] of declared as [string, any][]) {
        assert.match(sourceArn, /^arn:aws:[^*?]*(\/\*\/\*\/\*)?$/);
      }
    }
  });

  it("gives each function these statements and no other", () => {
    for (const [name, region, stack] of stacks) {
      const key = stack.get("aws:kms/key:Key", "key").outputs.arn;
      const { role } = regionStacks[name]!;
      const jurisdiction = regionStacks[name]!.jurisdiction.toLowerCase();
      const [primary] = regionsOf(regionStacks[name]!.jurisdiction);
      const table = (kind: string) => `arn:aws:dynamodb:${region}:${account}:table/home-region-${kind}`;
      const through = (keyArn: string, at = region) => ({
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [keyArn],
        Condition: { StringEquals: { "kms:ViaService": `dynamodb.${at}.amazonaws.com` } },
      });
      const allow = (Action: string[], Resource: string[]) => ({ Effect: "Allow", Action, Resource });
      const registry = [
        allow(
          ["dynamodb:BatchGetItem"],
          registryRegionsFor(region).map((replica) => table("registry").replace(region, replica)),
        ),
        ...registryRegionsFor(region).map((replica) =>
          through(global.get("aws:kms/key:Key", `registry-${replica}`).outputs.arn, replica),
        ),
      ];
      const replicas = [
        ...registry,
        allow(["s3:GetObject"], [`${stack.get("aws:s3/bucket:Bucket", "snapshot").outputs.arn}/registry`]),
      ];
      const invoke = (...names: string[]) =>
        allow(
          ["lambda:InvokeFunction"],
          names.map((each) => stack.get("aws:lambda/function:Function", each).outputs.arn),
        );
      const uses = (kind: string, ...actions: string[]) => [
        allow(actions, [table(`${jurisdiction}-${kind}`)]),
        through(key),
      ];
      const [get, put] = ["dynamodb:GetItem", "dynamodb:PutItem"];
      const expected: Record<string, object[]> = {
        "api-authorizer": [...replicas, ...uses("signing-keys", get, put)],
        "api-health": [
          invoke("api-authorizer", "api-profile"),
          allow(["kms:DescribeKey"], [key]),
          ...uses("regions", get),
          // The row that keeps people here, and no order.
          ...(role === "standby"
            ? [
                {
                  ...allow([put], [table(`${jurisdiction}-regions`)]),
                  Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [`hold#${primary}`] } },
                },
              ]
            : []),
        ],
        "api-measurements": uses("regions", get),
        "api-profile": [
          ...replicas,
          ...uses("profiles", get, put),
          ...uses("idempotency", get, put),
          ...uses("regions", get),
        ],
        "identity-claims": [],
        lookup: replicas,
        "lookup-health": [invoke("lookup")],
        snapshot: [
          allow(["dynamodb:Scan"], [table("registry")]),
          through(global.get("aws:kms/key:Key", `registry-${region}`).outputs.arn),
          allow(["s3:PutObject"], [`${stack.get("aws:s3/bucket:Bucket", "snapshot").outputs.arn}/registry`]),
          {
            ...allow(["kms:GenerateDataKey"], [key]),
            Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
          },
        ],
      };
      const scheduled = stack.get("aws:iam/rolePolicy:RolePolicy", "snapshot-schedule");
      assert.deepEqual(JSON.parse(scheduled.inputs.policy).Statement, [invoke("snapshot")]);
      const policies = stack.ofType("aws:iam/rolePolicy:RolePolicy").filter((policy) => policy !== scheduled);
      assert.deepEqual(policies.map((policy) => policy.name).sort(), Object.keys(expected).sort());
      for (const { name, inputs } of policies) {
        const logs = stack.get("aws:cloudwatch/logGroup:LogGroup", name).outputs.arn;
        const role = stack.get("aws:iam/role:Role", name);
        assert.equal(inputs.role, role.id);
        assert.equal(stack.get("aws:lambda/function:Function", name).inputs.role, role.outputs.arn);
        assert.deepEqual(JSON.parse(inputs.policy), {
          Version: "2012-10-17",
          Statement: [
            allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logs}:*`]),
            allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
            allow(["kms:Decrypt"], [key]),
            ...expected[name]!,
          ],
        });
      }
    }
  });

  it("lets only the service that runs it take a role", () => {
    for (const [, region, stack] of stacks) {
      const ofSchedules = {
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/default`,
      };
      const services: Record<string, object> = {
        "api-logging": { Principal: { Service: "apigateway.amazonaws.com" } },
        "snapshot-schedule": {
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: { StringEquals: ofSchedules },
        },
      };
      for (const { name, inputs } of stack.ofType("aws:iam/role:Role")) {
        const who = services[name] ?? { Principal: { Service: "lambda.amazonaws.com" } };
        assert.deepEqual(JSON.parse(inputs.assumeRolePolicy), {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...who }],
        });
        assert.equal(inputs.managedPolicyArns, undefined);
        assert.equal(inputs.inlinePolicies, undefined);
      }
      const attached = stack.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs);
      const role = stack.get("aws:iam/role:Role", "api-logging").outputs.name;
      const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";
      assert.deepEqual(attached, [{ role, policyArn }]);
    }
  });

  it("lets alarms of this account and Region, and nothing else, publish to its topic", () => {
    for (const [, region, stack] of stacks) {
      const topic = stack.get("aws:sns/topic:Topic", "alarms").outputs.arn;
      assert.deepEqual(JSON.parse(stack.get("aws:sns/topicPolicy:TopicPolicy", "alarms").inputs.policy).Statement, [
        {
          Sid: "AlarmsOfThisAccount",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic,
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
          },
        },
      ]);
    }
  });
});

/** Log groups that AWS makes by itself have no key and keep what is in them for ever: each is declared before. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Resource, StackGraph } from "../../graph/graph";
import { evaluatedStacks, projectRoot } from "../support/stacks";

const groupType = "aws:cloudwatch/logGroup:LogGroup";

/** Type → the groups that AWS writes to for a resource of it, and makes where they are not there. */
const writers: Readonly<Record<string, (resource: Resource) => string[]>> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
  "aws:lambda/function:Function": ({ inputs, outputs }) => [
    inputs.loggingConfig?.logGroup ?? `/aws/lambda/${outputs.name}`,
  ],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
  "aws:apigateway/stage:Stage": ({ inputs }) => [
    `API-Gateway-Execution-Logs_${inputs.restApi}/${inputs.stageName}`,
    ...(inputs.accessLogSettings ? [String(inputs.accessLogSettings.destinationArn).split(":log-group:")[1]!] : []),
  ],
  // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ({ inputs }) =>
    inputs.logDestinationConfigs.map((arn: string) => arn.split(":log-group:")[1]!),
};

/** Others that would write logs: the first of them gets a row above. */
const others =
  /^aws:(apigatewayv2\/stage|cloudfront\/(function|distribution)|codebuild\/|ecs\/|eks\/cluster|rds\/|elasticache\/|sfn\/|ec2\/flowLog|batch\/|mq\/|msk\/|opensearch\/|synthetics\/|route53\/queryLog|cognito\/logDelivery|networkfirewall\/)/;

describe("log groups", function () {
  this.timeout(60_000);
  let stacks: StackGraph[];
  before(async () => {
    stacks = await evaluatedStacks();
  });
  const groups = ({ resources }: StackGraph) => resources.filter(({ type }) => type === groupType);

  it("that AWS writes to are declared in the stack and Region of what writes", () => {
    for (const stack of stacks) {
      for (const resource of stack.resources) {
        assert.doesNotMatch(resource.type, others, `${resource.urn}: say which log groups it makes`);
        for (const name of writers[resource.type]?.(resource) ?? []) {
          const found = groups(stack).filter(
            (group) => group.outputs.name === name && group.region === resource.region,
          );
          assert.equal(found.length, 1, `${resource.urn}: ${name}`);
        }
      }
    }
  });

  it("have a retention and a key of their own Region, each", () => {
    for (const stack of stacks) {
      const keys = stack.resources.filter(({ type }) => type === "aws:kms/key:Key");
      for (const { urn, inputs, region } of groups(stack)) {
        assert.ok(inputs.retentionInDays > 0, urn);
        assert.equal(keys.find(({ outputs }) => outputs.arn === inputs.kmsKeyId)?.region, region, urn);
      }
    }
  });

  it("stand in docs/residency.md, each", () => {
    const page = readFileSync(join(projectRoot, "docs/residency.md"), "utf8");
    for (const { name } of stacks.flatMap(groups)) {
      assert.match(page, new RegExp(`^\\| \\w+ \\| cloudwatch log group \\| ${name} \\|`, "m"));
    }
  });
});

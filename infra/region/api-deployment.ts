import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import { siblingsPath } from "../../model/evacuation";
import { contentHash, type Part } from "./api-content";
import { limitMethods } from "./api-limits";
import { addProblems } from "./api-problems";
import { type ApiRoutesArgs, addRoutes } from "./api-routes";
import { traceNoHealthChecks } from "./api-tracing";
import type { RegionArgs, RegionContext } from "./context";

export const stageName = "live";

/** Access log: who asked what when, never bodies, queries or tokens. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  method: "$context.httpMethod",
  path: "$context.resourcePath",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
  domain: "$context.domainName",
  error: "$context.error.responseType",
});

export interface DeploymentArgs extends RegionArgs {
  rest: Part<aws.apigateway.RestApi>;
  functions: ApiRoutesArgs["functions"];
  verified: Part<aws.apigateway.Authorizer>;
}

/** Routes, gateway responses, deployment and stage with logs, traces, metrics and throttling. */
export function deployApi(
  name: string,
  { ctx, rest, functions, verified }: DeploymentArgs,
  parent: pulumi.Resource,
): aws.apigateway.Stage {
  const restApi = rest.resource;
  const routes = addRoutes(name, { api: restApi, functions, authorizer: verified.resource }, parent);
  const parts = [verified, ...routes, ...addProblems(name, ctx, restApi, parent)];
  // A deployment is a snapshot: it must be made anew when what it is made of changes, and only then.
  const deployment = new aws.apigateway.Deployment(
    name,
    { restApi: restApi.id, triggers: { content: contentHash([rest, ...parts]) } },
    { parent, dependsOn: parts.map(({ resource }) => resource) },
  );
  const settings = {
    retentionInDays: ctx.config.logRetentionDays,
    kmsKeyId: ctx.keyArn,
    tags: ctx.tags("operational"),
  };
  const access = new aws.cloudwatch.LogGroup(`${name}-access`, settings, { parent });
  // API Gateway would make it by itself, without key and for ever:
  // https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/stage/#managing-the-api-logging-cloudwatch-log-group
  const execution = new aws.cloudwatch.LogGroup(
    `${name}-execution`,
    { ...settings, name: interpolate`API-Gateway-Execution-Logs_${restApi.id}/${stageName}` },
    { parent },
  );
  const stage = new aws.apigateway.Stage(
    name,
    {
      restApi: restApi.id,
      deployment: deployment.id,
      stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: access.arn, format: accessLogFormat },
      tags: ctx.tags("personal"),
    },
    { parent, dependsOn: [accountLogging(name, ctx, parent), execution] },
  );
  limitMethods(name, ctx, stage, ["/healthz", siblingsPath], parent);
  traceNoHealthChecks(name, ctx, stage, parent);
  return stage;
}

/** API Gateway writes logs with a role that is set once for the account in each Region. */
function accountLogging(name: string, ctx: RegionContext, parent: pulumi.Resource): aws.apigateway.Account {
  const trust = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const role = new aws.iam.Role(
    `${name}-logging`,
    {
      description: "Lets API Gateway write its logs",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      tags: ctx.tags("operational"),
    },
    { parent },
  );
  const attachment = new aws.iam.RolePolicyAttachment(
    `${name}-logging`,
    { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs" },
    { parent },
  );
  return new aws.apigateway.Account(
    `${name}-logging`,
    { cloudwatchRoleArn: role.arn },
    { parent, dependsOn: [attachment] },
  );
}

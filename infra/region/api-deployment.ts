import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { addProblems, responsesOf } from "./api-problems";
import { addRoutes, type Route } from "./api-routes";
import { type Foundation, tags } from "./foundation";

const stageName = "live";

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

/** Routes, gateway responses, deployment and stage with logs, traces, metrics and throttling. */
export function deployApi(
  name: string,
  on: Foundation,
  api: aws.apigateway.RestApi,
  routes: Route[],
  parent: pulumi.Resource,
): aws.apigateway.Stage {
  const parts = addRoutes(name, api, routes, parent);
  const responses = addProblems(name, on, api, parent);
  const deployment = new aws.apigateway.Deployment(
    name,
    { restApi: api.id, triggers: { content: contentHash(routes, parts, on.config.domain) } },
    { parent, dependsOn: [...parts, ...responses] },
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-access`,
    { retentionInDays: on.config.logRetentionDays, kmsKeyId: on.key.arn, tags: tags(on, "operational") },
    { parent },
  );
  const stage = new aws.apigateway.Stage(
    name,
    {
      restApi: api.id,
      deployment: deployment.id,
      stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: accessLogFormat },
      tags: tags(on, "personal"),
    },
    { parent, dependsOn: [accountLogging(name, on, parent)] },
  );
  new aws.apigateway.MethodSettings(
    name,
    {
      restApi: api.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false, // would write bodies to the log
        throttlingRateLimit: 1000,
        throttlingBurstLimit: 500,
      },
    },
    { parent },
  );
  return stage;
}

/** A deployment is a snapshot: it must be made anew when what it is made of changes, and only then. */
function contentHash(routes: Route[], parts: pulumi.CustomResource[], domain: string): pulumi.Output<string> {
  const content = [
    ...routes.map((route) => [route.method, route.path, route.authorizer !== undefined]),
    responsesOf(domain),
  ];
  const ids = pulumi.all([...parts.map((part) => part.id), ...routes.map((route) => route.target.arn)]);
  return ids.apply((known) =>
    createHash("sha256")
      .update(JSON.stringify([content, known]))
      .digest("hex"),
  );
}

/** API Gateway writes logs with a role that is set once for the account in each Region. */
function accountLogging(name: string, on: Foundation, parent: pulumi.Resource): aws.apigateway.Account {
  const trust = { Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const role = new aws.iam.Role(
    `${name}-logging`,
    {
      description: "Lets API Gateway write its logs",
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      tags: tags(on, "operational"),
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

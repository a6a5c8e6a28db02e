import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { addRoutes, type Route } from "./api-routes";
import { type Foundation, tags } from "./foundation";

const stageName = "live";

/** What API Gateway answers itself, as the problems that the functions answer. */
const problems = [
  {
    responseType: "UNAUTHORIZED",
    status: 401,
    code: "unauthorized",
    detail: "An access token of this jurisdiction's user pool is needed",
  },
  { responseType: "ACCESS_DENIED", status: 403, code: "forbidden", detail: "The token does not allow this" },
  { responseType: "MISSING_AUTHENTICATION_TOKEN", status: 404, code: "not-found", detail: "No such route" },
  { responseType: "THROTTLED", status: 429, code: "too-many-requests", detail: "Try again in a moment" },
  { responseType: "DEFAULT_4XX", code: "request-refused", detail: "The request was refused" },
  { responseType: "DEFAULT_5XX", code: "unavailable", detail: "The service cannot answer now" },
];

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
  const responses = problems.map((problem) => gatewayResponse(name, on, api, problem, parent));
  const deployment = new aws.apigateway.Deployment(
    name,
    { restApi: api.id, triggers: { content: contentHash(routes, parts) } },
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

function gatewayResponse(
  name: string,
  on: Foundation,
  api: aws.apigateway.RestApi,
  { responseType, status, code, detail }: (typeof problems)[number],
  parent: pulumi.Resource,
) {
  const title = "$context.error.messageString";
  const body = `{"type":"urn:home-region:problem:${code}","title":${title},${status ? `"status":${status},` : ""}"code":"${code}","detail":"${detail}","requestId":"$context.requestId"}`;
  return new aws.apigateway.Response(
    `${name}-${responseType.toLowerCase().replaceAll("_", "-")}`,
    {
      restApiId: api.id,
      responseType,
      ...(status && { statusCode: String(status) }),
      responseTemplates: { "application/json": body },
      responseParameters: {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Cache-Control": "'no-store'",
        // Without it a browser hides the refusal from the app.
        "gatewayresponse.header.Access-Control-Allow-Origin": `'https://app.${on.config.domain}'`,
      },
    },
    { parent },
  );
}

/** A deployment is a snapshot: it must be made anew when what it is made of changes, and only then. */
function contentHash(routes: Route[], parts: pulumi.CustomResource[]): pulumi.Output<string> {
  const content = [...routes.map((route) => [route.method, route.path, route.authorizer !== undefined]), problems];
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

/** A declared REST API with one of everything that the twin stands in for, and some that it does not. */
import { resource } from "../../support/twin-context";

export const region = "ca-central-1";
export const host = "ca.api.example.com";
export const regionalDomainName = `d-1.execute-api.${region}.amazonaws.com`;
export const defaultHost = `api1.execute-api.${region}.amazonaws.com`;
export const executionArn = `arn:aws:execute-api:${region}:123456789012:api1`;
const uri = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:123456789012:function:${name}/invocations`;

const part = (kind: string, name: string, inputs: Record<string, any>, rest = {}) =>
  resource(`aws:apigateway/${kind}`, name, { restApi: "api1", ...inputs }, { region, ...rest });
const method = (resourceId: string, httpMethod: string, inputs: Record<string, any> = {}, integration = {}) => [
  part("method:Method", `${resourceId}-${httpMethod}`, { resourceId, httpMethod, authorization: "NONE", ...inputs }),
  part("integration:Integration", `${resourceId}-${httpMethod}`, {
    resourceId,
    httpMethod,
    type: "AWS_PROXY",
    uri: uri("profile"),
    ...integration,
  }),
];
const custom = { authorization: "CUSTOM", authorizerId: "auth1" };

export const api = (inputs: Record<string, any> = {}, authorizer: Record<string, any> = {}) => [
  resource(
    "aws:apigateway/restApi:RestApi",
    "api",
    { tags: { "data-class": "personal" }, ...inputs },
    { id: "api1", region, outputs: { executionArn, rootResourceId: "root" } },
  ),
  part("resource:Resource", "v1", { parentId: "root", pathPart: "v1" }, { id: "r-v1" }),
  part("resource:Resource", "profile", { parentId: "r-v1", pathPart: "{who}" }, { id: "r-profile" }),
  part("resource:Resource", "healthz", { parentId: "root", pathPart: "healthz" }, { id: "r-healthz" }),
  ...method("r-profile", "GET", custom),
  ...method("r-profile", "PUT", custom),
  ...method("r-healthz", "GET"),
  ...method("r-healthz", "PATCH", {}, { type: "MOCK", uri: undefined }),
  ...method("r-healthz", "POST", { authorization: "AWS_IAM" }),
  ...method("r-healthz", "DELETE", {}, { timeoutMilliseconds: 50 }),
  part(
    "authorizer:Authorizer",
    "auth",
    {
      type: "TOKEN",
      identitySource: "method.request.header.Authorization",
      identityValidationExpression: "^Bearer \\w+$",
      authorizerUri: uri("authorizer"),
      authorizerResultTtlInSeconds: 60,
      ...authorizer,
    },
    { id: "auth1" },
  ),
  part("response:Response", "unauthorized", {
    restApi: undefined,
    restApiId: "api1",
    responseType: "UNAUTHORIZED",
    responseTemplates: { "application/json": '{"code":"unauthorized","id":"$context.requestId"}' },
  }),
  part("stage:Stage", "live", { stageName: "live" }),
  part("methodSettings:MethodSettings", "all", {
    stageName: "live",
    methodPath: "*/*",
    // A token in a quarter of an hour: none comes while a test runs.
    settings: { throttlingRateLimit: 0.001, throttlingBurstLimit: 3 },
  }),
  part(
    "domainName:DomainName",
    "domain",
    { restApi: undefined, domainName: host, regionalCertificateArn: "certificate", securityPolicy: "TLS_1_2" },
    { outputs: { regionalDomainName } },
  ),
  part("basePathMapping:BasePathMapping", "mapping", { domainName: host, stageName: "live" }),
];

/** What the graph declares of one REST API's stage: routes, authorizers, gateway responses, throttling. */
import type { Graph, Resource } from "../../../graph/graph";

export interface Method {
  httpMethod: string;
  /** NONE, CUSTOM, COGNITO_USER_POOLS or AWS_IAM. */
  authorization: string;
  authorizerId: string | undefined;
  /** Undefined where the method has none: API Gateway then answers 500. */
  integration: Integration | undefined;
}

export interface Integration {
  type: string;
  functionArn: string | undefined;
  timeoutMs: number;
}

/** A path of the API: `/v1/{organization}/{proxy+}`. */
export interface Route {
  path: string;
  resourceId: string;
  methods: Method[];
}

export interface Authorizer {
  id: string;
  name: string;
  type: string;
  functionArn: string | undefined;
  /** Lower-case header name. */
  header: string;
  validation: string | undefined;
  ttlMs: number;
  /** Declared: then the role invokes, and no permission on the function is needed. */
  credentials: string | undefined;
}

export interface GatewayResponse {
  responseType: string;
  statusCode: string | undefined;
  templates: Record<string, string>;
  parameters: Record<string, string>;
}

export interface MethodSetting {
  /** `*` + `/*`, or a path without its leading slash and a method. */
  methodPath: string;
  rate: number | undefined;
  burst: number | undefined;
}

export interface Stage {
  api: Resource;
  name: string;
  arn: string;
  variables: Record<string, string> | null;
  executionArn: string;
  routes: Route[];
  authorizers: Authorizer[];
  responses: GatewayResponse[];
  settings: MethodSetting[];
  binaryMediaTypes: string[];
}

export interface Domain {
  resource: Resource;
  host: string;
  region: string;
  certificateArn: string;
  regionalDomainName: string;
  securityPolicy: string | undefined;
  /** By base path, "" for all of them. A stage left out is the first part of the rest of the path. */
  mappings: { basePath: string; apiId: string; stageName: string | undefined }[];
}

const of = (graph: Graph, kind: string, apiId: string) =>
  graph.ofType(`aws:apigateway/${kind}`).filter(({ inputs }) => (inputs.restApi ?? inputs.restApiId) === apiId);

/** Every stage of a Region's REST APIs. */
export function stagesOf(graph: Graph, region: string): Stage[] {
  const apis = graph.ofType("aws:apigateway/restApi:RestApi").filter((api) => api.region === region);
  return apis.flatMap((api) => of(graph, "stage:Stage", api.id).map((stage) => stageOf(graph, api, stage)));
}

function stageOf(graph: Graph, api: Resource, stage: Resource): Stage {
  const { stageName, variables } = stage.inputs;
  const settings = of(graph, "methodSettings:MethodSettings", api.id).filter(
    ({ inputs }) => inputs.stageName === stageName,
  );
  return {
    api,
    name: stageName,
    arn: stage.outputs.arn,
    variables: variables ?? null,
    executionArn: `${api.outputs.executionArn}/${stageName}`,
    routes: routesOf(graph, api),
    authorizers: of(graph, "authorizer:Authorizer", api.id).map(authorizer),
    responses: of(graph, "response:Response", api.id).map(({ inputs }) => ({
      responseType: inputs.responseType,
      statusCode: inputs.statusCode,
      templates: inputs.responseTemplates ?? {},
      parameters: inputs.responseParameters ?? {},
    })),
    settings: settings.map(({ inputs }) => ({
      methodPath: inputs.methodPath,
      rate: inputs.settings?.throttlingRateLimit,
      burst: inputs.settings?.throttlingBurstLimit,
    })),
    binaryMediaTypes: api.inputs.binaryMediaTypes ?? [],
  };
}

function routesOf(graph: Graph, api: Resource): Route[] {
  const resources = of(graph, "resource:Resource", api.id);
  const pathOf = (id: string): string => {
    const found = resources.find((resource) => resource.id === id);
    return found ? `${pathOf(found.inputs.parentId)}/${found.inputs.pathPart}` : "";
  };
  const methods = of(graph, "method:Method", api.id);
  const integrations = of(graph, "integration:Integration", api.id);
  const ids = [api.outputs.rootResourceId, ...resources.map(({ id }) => id)];
  return ids.map((resourceId) => ({
    path: pathOf(resourceId) || "/",
    resourceId,
    methods: methods
      .filter(({ inputs }) => inputs.resourceId === resourceId)
      .map(({ inputs }) => {
        const own = (resource: Resource) =>
          resource.inputs.resourceId === resourceId && resource.inputs.httpMethod === inputs.httpMethod;
        return {
          httpMethod: inputs.httpMethod,
          authorization: inputs.authorization,
          authorizerId: inputs.authorizerId,
          integration: integration(integrations.find(own)),
        };
      }),
  }));
}

/** 29 s unless less is declared: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
function integration(declared: Resource | undefined): Integration | undefined {
  if (!declared) {
    return undefined;
  }
  const { type, uri, timeoutMilliseconds = 29_000 } = declared.inputs;
  return { type, functionArn: functionOf(uri), timeoutMs: timeoutMilliseconds };
}

/** Defaults: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html (300 s; 0 turns the cache off). */
function authorizer({ id, name, inputs }: Resource): Authorizer {
  return {
    id,
    name,
    type: inputs.type ?? "TOKEN",
    functionArn: functionOf(inputs.authorizerUri),
    header: String(inputs.identitySource ?? "method.request.header.Authorization")
      .replace("method.request.header.", "")
      .toLowerCase(),
    validation: inputs.identityValidationExpression,
    ttlMs: 1000 * (inputs.authorizerResultTtlInSeconds ?? 300),
    credentials: inputs.authorizerCredentials,
  };
}

const functionOf = (uri: unknown) => /:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(String(uri))?.[1];

/** The regional custom domain names of a Region. */
export function domainsOf(graph: Graph, region: string): Domain[] {
  const domains = graph.ofType("aws:apigateway/domainName:DomainName");
  const mappings = graph.ofType("aws:apigateway/basePathMapping:BasePathMapping");
  return domains
    .filter((domain) => domain.region === region && domain.inputs.regionalCertificateArn)
    .map((resource) => ({
      resource,
      host: String(resource.inputs.domainName).toLowerCase(),
      region,
      certificateArn: resource.inputs.regionalCertificateArn,
      regionalDomainName: resource.outputs.regionalDomainName,
      securityPolicy: resource.inputs.securityPolicy,
      // The same name exists in each Region: a mapping belongs to the one of its own.
      mappings: mappings
        .filter((mapping) => mapping.region === region && mapping.inputs.domainName === resource.inputs.domainName)
        .map(({ inputs }) => ({
          basePath: inputs.basePath ?? "",
          apiId: inputs.restApi,
          stageName: inputs.stageName,
        })),
    }));
}

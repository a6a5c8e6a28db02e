import { madeFrom } from "../shared/made";
import { quoted } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isRecord, isUnknown, listOf, parsed, valueAt } from "../shared/values";

const method = "aws:apigateway/method:Method";
const route = "aws:apigatewayv2/route:Route";
const apis = ["aws:apigateway/restApi:RestApi", "aws:apigateway/restApiPut:RestApiPut", "aws:apigatewayv2/api:Api"];
/** What a method or a route is part of. */
const parents = ["aws:apigateway/resource:Resource", "aws:apigatewayv2/api:Api"];
const verbs = new Set(["get", "put", "post", "delete", "patch", "head", "x-amazon-apigateway-any-method"]);
const fix = "give it an authorizer that checks tokens, or name it in `openRoutes` where it answers no data";

export const authorizeDataRoutes: Rule = {
  name: "security-authorize-data-routes",
  description: "Every route but those that are named open checks a token.",
  severity: "critical",
  references: [
    { framework: "HIPAA", id: "164.312(d)" },
    { framework: "AWS Well-Architected", id: "SEC02-BP02" },
  ],
  remediation: "Give the route a JWT, Cognito or Lambda authorizer.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  types: [method, route, ...apis],
  settings: {
    openRoutes: {
      type: "array",
      items: { type: "string" },
      description: "Paths that answer without a token.",
      default: ["/livez", "/healthz", "/siblings"],
    },
  },
  check(resource, context) {
    const open = new Set(listOf(context.settings.openRoutes).map(String));
    if (apis.includes(resource.type)) {
      return bodyFindings(resource, open);
    }
    return resource.type === method ? methodFindings(resource, open, context) : routeFindings(resource, open, context);
  },
};

const finding = (resource: Resource, path: string, found: string): Finding => ({
  resource,
  path,
  found,
  allowed: "allowed are JWT, COGNITO_USER_POOLS, CUSTOM and AWS_IAM with an authorizer",
  fix,
});

function methodFindings(resource: Resource, open: ReadonlySet<string>, context: Context): Finding[] {
  const { httpMethod, authorization, authorizerId } = resource.props;
  if (httpMethod === "OPTIONS" || open.has(pathOf(resource, "resourceId", context))) {
    return [];
  }
  return laterIf(
    !referred(resource, "resourceId", context),
    context,
    authorized(resource, "authorization", authorization, authorizerId),
  );
}

/** Only `$connect` of a WebSocket API can have an authorizer: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html */
function routeFindings(resource: Resource, open: ReadonlySet<string>, context: Context): Finding[] {
  const { routeKey, authorizationType, authorizerId } = resource.props;
  const key = String(routeKey);
  const websocket = referred(resource, "apiId", context)?.props.protocolType === "WEBSOCKET";
  if (open.has(key.slice(key.indexOf(" ") + 1)) || key.startsWith("OPTIONS ")) {
    return [];
  }
  if (key === "$disconnect" || (websocket && key !== "$connect")) {
    return [];
  }
  return laterIf(
    !referred(resource, "apiId", context),
    context,
    authorized(resource, "authorizationType", authorizationType, authorizerId),
  );
}

/** Before the whole stack is there, nobody can tell which path or API an id belongs to: it is given after creation. */
const laterIf = (open: boolean, { scope }: Context, findings: Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, deferred: open && scope === "partial" }));

function authorized(resource: Resource, path: string, type: unknown, authorizer: unknown): Finding[] {
  if (type === "AWS_IAM") {
    return [];
  }
  if (!["JWT", "COGNITO_USER_POOLS", "CUSTOM"].includes(String(type))) {
    return [finding(resource, path, `has ${path} ${quoted(type)}`)];
  }
  return authorizer === undefined ? [finding(resource, "authorizerId", "has no authorizer")] : [];
}

/** `/v1/profile` of a REST API's resource, as far as its parents are known. */
function pathOf(resource: Resource, property: string, context: Context): string {
  const own = referred(resource, property, context);
  if (own?.type !== "aws:apigateway/resource:Resource") {
    return "";
  }
  return `${pathOf(own, "parentId", context)}/${own.props.pathPart}`;
}

function referred(resource: Resource, property: string, context: Context): Resource | undefined {
  const named = context.graph.named(String(valueAt(resource.props, property)));
  return [...named, ...madeFrom(resource, property, context)].find(({ type }) => parents.includes(type));
}

/** Operations of an OpenAPI document without security, their own or the document's. */
function bodyFindings(resource: Resource, open: ReadonlySet<string>): Finding[] {
  const { body } = resource.props;
  if (body === undefined) {
    return [];
  }
  const document = isUnknown(body) ? undefined : parsed(body);
  if (!isRecord(document)) {
    return [finding(resource, "body", "has an API description that cannot be read in a preview")];
  }
  const paths = isRecord(document.paths) ? Object.entries(document.paths) : [];
  return paths.flatMap(([path, operations]) => {
    if (open.has(path) || !isRecord(operations)) {
      return [];
    }
    const bare = Object.entries(operations).filter(([verb, operation]) => {
      const security = isRecord(operation) ? (operation.security ?? document.security) : undefined;
      return verbs.has(verb) && listOf(security).length === 0;
    });
    return bare.map(([verb]) => finding(resource, "body", `leaves ${verb.toUpperCase()} ${path} open`));
  });
}

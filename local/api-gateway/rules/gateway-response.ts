/**
 * What API Gateway answers itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
import type { HttpResponse } from "../../http/message";
import type { GatewayResponse } from "./declared";

/** Type → default status, message, `x-amzn-ErrorType`. */
export const refusals = {
  ACCESS_DENIED: [403, "User is not authorized to access this resource", "AccessDeniedException"],
  API_CONFIGURATION_ERROR: [500, "Internal server error", "InternalServerErrorException"],
  AUTHORIZER_CONFIGURATION_ERROR: [500, "Internal server error", "AuthorizerConfigurationException"],
  AUTHORIZER_FAILURE: [500, "Internal server error", "InternalServerErrorException"],
  INTEGRATION_FAILURE: [504, "Network error communicating with endpoint", "InternalServerErrorException"],
  INTEGRATION_TIMEOUT: [504, "Endpoint request timed out", "InternalServerErrorException"],
  MISSING_AUTHENTICATION_TOKEN: [403, "Missing Authentication Token", "MissingAuthenticationTokenException"],
  REQUEST_TOO_LARGE: [413, "Request Too Long", "RequestTooLongException"],
  THROTTLED: [429, "Too Many Requests", "TooManyRequestsException"],
  WAF_FILTERED: [403, "Forbidden", "ForbiddenException"],
  UNAUTHORIZED: [401, "Unauthorized", "UnauthorizedException"],
  /** A function that fails or answers malformed; not a type of its own, so only DEFAULT_5XX shapes it. */
  BAD_GATEWAY: [502, "Internal server error", "InternalServerErrorException"],
} as const satisfies Record<string, [number, string, string]>;

export type RefusalType = keyof typeof refusals;

/** `$context` variables that templates may name: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html */
export type ContextVariables = Record<string, string>;

/**
 * The declared response of the type, else of DEFAULT_4XX or DEFAULT_5XX, else AWS's own. A status that a DEFAULT one
 * sets goes for every type without a response of its own.
 */
export function gatewayResponse(
  declared: readonly GatewayResponse[],
  type: RefusalType,
  context: ContextVariables,
  requestHeaders: ReadonlyMap<string, readonly string[]>,
  message: string = refusals[type][1],
): HttpResponse {
  const [status, , errorType] = refusals[type];
  const family = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const find = (responseType: string) => declared.find((response) => response.responseType === responseType);
  const chosen = find(type) ?? find(family);
  const variables: ContextVariables = {
    ...context,
    "error.message": message,
    "error.messageString": JSON.stringify(message),
    "error.responseType": type,
  };
  const [contentType, template] = templateOf(chosen, requestHeaders.get("accept")?.[0]);
  const parameters = Object.entries(chosen?.parameters ?? {}).flatMap(([name, value]): [string, string][] => {
    const header = /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1];
    const mapped = parameterOf(value, variables, requestHeaders);
    return header && mapped !== undefined ? [[header, mapped]] : [];
  });
  const own = new Set(parameters.map(([name]) => name.toLowerCase()));
  const usual: [string, string][] = [
    ["Content-Type", contentType],
    ["x-amzn-ErrorType", errorType],
  ];
  return {
    status: Number(chosen?.statusCode ?? status),
    headers: [...usual.filter(([name]) => !own.has(name.toLowerCase())), ...parameters],
    body: Buffer.from(fill(template, variables)),
  };
}

/** The template for what the client accepts, else for JSON. */
function templateOf(
  chosen: GatewayResponse | undefined,
  accept: string | undefined,
): [contentType: string, template: string] {
  const templates = Object.entries(chosen?.templates ?? {});
  const usual: [string, string] = ["application/json", '{"message":$context.error.messageString}'];
  return (
    templates.find(([type]) => accept?.includes(type)) ??
    templates.find(([type]) => type === "application/json") ??
    templates[0] ??
    usual
  );
}

/** Simple variables only: gateway responses support no Velocity logic. An unknown one is empty. */
function fill(template: string, variables: ContextVariables): string {
  return template.replace(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (_, name: string) => variables[name] ?? "");
}

/** `'text'`, `context.requestId` or `method.request.header.Name`. */
function parameterOf(
  value: string,
  variables: ContextVariables,
  headers: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const literal = /^'(.*)'$/s.exec(value);
  if (literal) {
    return literal[1];
  }
  if (value.startsWith("context.")) {
    return variables[value.slice("context.".length)];
  }
  const header = /^method\.request\.header\.(.+)$/.exec(value)?.[1];
  return header ? headers.get(header.toLowerCase())?.at(-1) : undefined;
}

/**
 * What a function gets and answers as Lambda proxy integration of a REST API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import type { HttpResponse } from "../../http/message";
import type { Stage } from "./declared";
import { decode, type Matched } from "./routing";

export interface ProxyRequest {
  method: string;
  /** As the client sent it, base path or stage included. */
  path: string;
  /** As the API's routes see it. */
  routedPath: string;
  query: readonly [key: string, value: string][];
  /** Name as sent and value, in order. */
  headers: readonly [name: string, value: string][];
  body: Buffer;
  host: string;
  sourceIp: string;
  requestId: string;
  /** Epoch ms. */
  at: number;
}

export function eventOf(
  stage: Stage,
  matched: Matched,
  request: ProxyRequest,
  authorizer: Record<string, unknown> | undefined,
): Record<string, unknown> {
  const { route, parameters } = matched;
  const query = grouped(request.query.map(([key, value]) => [plus(key), plus(value)]));
  const headers = grouped(request.headers);
  const header = (name: string) => request.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const binary = isBinary(stage.binaryMediaTypes, header("content-type"));
  return {
    resource: route.path,
    path: request.path,
    httpMethod: request.method,
    headers: last(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size > 0 ? last(query) : null,
    multiValueQueryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    pathParameters: parameters,
    stageVariables: stage.variables,
    requestContext: {
      resourceId: route.resourceId,
      resourcePath: route.path,
      httpMethod: request.method,
      extendedRequestId: request.requestId,
      requestTime: requestTime(request.at),
      requestTimeEpoch: Math.round(request.at),
      path: request.path,
      accountId: stage.executionArn.split(":")[4],
      protocol: "HTTP/1.1",
      stage: stage.name,
      domainPrefix: request.host.split(".")[0],
      domainName: request.host,
      requestId: request.requestId,
      apiId: stage.api.id,
      ...(authorizer ? { authorizer } : {}),
      identity: {
        accessKey: null,
        accountId: null,
        caller: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.sourceIp,
        user: null,
        userAgent: header("user-agent") ?? null,
        userArn: null,
      },
    },
    body: request.body.length > 0 ? request.body.toString(binary ? "base64" : "utf8") : null,
    isBase64Encoded: binary && request.body.length > 0,
  };
}

/** The response in a function's result, or undefined where it is malformed: the client then gets 502. */
export function responseOf(stage: Stage, result: unknown, accept: string | undefined): HttpResponse | undefined {
  if (typeof result !== "object" || result === null) {
    return undefined;
  }
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result as Record<string, unknown>;
  const status = Number(statusCode ?? 200);
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    return undefined;
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    return undefined;
  }
  if (isBase64Encoded !== undefined && typeof isBase64Encoded !== "boolean") {
    return undefined;
  }
  const single = Object.entries(headers ?? {});
  const multi = Object.entries(multiValueHeaders ?? {});
  if (single.some(([, value]) => typeof value === "object") || multi.some(([, value]) => !Array.isArray(value))) {
    return undefined;
  }
  // Both may be given; multi-value headers win where a name is in both.
  const names = new Set(multi.map(([name]) => name.toLowerCase()));
  const lines = [
    ...single.filter(([name]) => !names.has(name.toLowerCase())).map(([name, value]) => [name, String(value)] as const),
    ...multi.flatMap(([name, values]) => (values as unknown[]).map((value) => [name, String(value)] as const)),
  ];
  // Base64 is decoded only where the API declares the type that the client accepts as binary.
  const binary = isBase64Encoded === true && isBinary(stage.binaryMediaTypes, accept);
  return {
    status,
    headers: withType(lines.map(([name, value]) => [remapped(name), value])),
    body: Buffer.from(body ?? "", binary ? "base64" : "utf8"),
  };
}

function withType(lines: [string, string][]): [string, string][] {
  const typed = lines.some(([name]) => name.toLowerCase() === "content-type");
  return typed ? lines : [["Content-Type", "application/json"], ...lines];
}

/** Header names that API Gateway keeps for itself: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const kept = new Set(["connection", "content-length", "date", "server", "www-authenticate"]);
const remapped = (name: string) => (kept.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name);

function isBinary(types: readonly string[], contentType: string | undefined): boolean {
  const [type = ""] = (contentType ?? "").toLowerCase().split(";");
  return types.some((pattern) => pattern === "*/*" || pattern.toLowerCase() === type.trim());
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}

const last = (values: ReadonlyMap<string, readonly string[]>) =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1)]));
const plus = (text: string) => decode(text.replaceAll("+", " "));

/** `09/Apr/2015:12:34:56 +0000` */
function requestTime(timestamp: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(timestamp).toUTCString())!;
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * Requests from an Application Load Balancer and from API Gateway (REST, proxy integration), which look alike but differ:
 * the load balancer does not decode query parameters, may send multi-value headers only, and wants the response likewise.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { STATUS_CODES } from "node:http";
import type { HttpRequest, HttpResponse } from "./http";

export interface ProxyEvent {
  httpMethod: string;
  path: string;
  headers?: Record<string, string | undefined> | null;
  multiValueHeaders?: Record<string, string[] | undefined> | null;
  queryStringParameters?: Record<string, string | undefined> | null;
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null;
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext?: {
    elb?: { targetGroupArn: string };
    identity?: { sourceIp?: string };
    authorizer?: Record<string, unknown> | null;
  };
}

export interface ProxyResult {
  statusCode: number;
  statusDescription?: string;
  isBase64Encoded: false;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
}

/** The request in an event. Header values of the load balancer's multi-value form are joined as HTTP does. */
export function requestOf(event: ProxyEvent): HttpRequest {
  const fromBalancer = event.requestContext?.elb !== undefined;
  const headers = new Map<string, string>();
  const multi = event.multiValueHeaders;
  if (multi) {
    for (const name in multi) {
      headers.set(name.toLowerCase(), (multi[name] ?? []).join(", "));
    }
  } else {
    for (const name in event.headers) {
      headers.set(name.toLowerCase(), event.headers[name] ?? "");
    }
  }
  return {
    method: event.httpMethod.toUpperCase(),
    path: event.path,
    query: queryOf(event, fromBalancer),
    headers,
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
    clientAddress: fromBalancer ? forwardedFor(headers) : (event.requestContext?.identity?.sourceIp ?? ""),
    authorizer: event.requestContext?.authorizer ?? {},
  };
}

function queryOf(event: ProxyEvent, encoded: boolean): HttpRequest["query"] {
  const query: HttpRequest["query"] = new Map();
  const multi = event.multiValueQueryStringParameters;
  const single = event.queryStringParameters;
  const read = encoded ? decode : (text: string) => text;
  if (multi) {
    for (const name in multi) {
      query.set(read(name) ?? name, read(multi[name]?.at(-1) ?? ""));
    }
  } else {
    for (const name in single) {
      query.set(read(name) ?? name, read(single[name] ?? ""));
    }
  }
  return query;
}

/** Percent-decoded, or undefined where it cannot be. */
export function decode(text: string): string | undefined {
  if (!/[%+]/.test(text)) {
    return text;
  }
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return undefined;
  }
}

/** The balancer appends the address that it saw; whatever stands before it is the client's own claim. */
function forwardedFor(headers: Map<string, string>): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
}

/** The response in the form that the event's sender reads. */
export function resultOf(event: ProxyEvent, response: HttpResponse): ProxyResult {
  const { status, headers, body } = response;
  const result: ProxyResult = {
    statusCode: status,
    isBase64Encoded: false,
    body: String(event.httpMethod).toUpperCase() === "HEAD" ? "" : body,
  };
  if (!event.requestContext?.elb) {
    return { ...result, headers };
  }
  result.statusDescription = `${status} ${STATUS_CODES[status] ?? ""}`;
  if (event.headers) {
    result.headers = headers;
  } else {
    result.multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  }
  return result;
}

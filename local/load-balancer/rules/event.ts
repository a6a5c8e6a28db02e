/**
 * What a function behind a load balancer gets and answers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
import type { HttpResponse } from "../../http/message";
import type { TargetGroup } from "./declared";
import type { Request } from "./routing";

/** Most bytes of a request's body and of a response's JSON text. */
export const sizeLimit = 1024 * 1024;

const textual = /^(?:text\/|application\/(?:json|javascript|xml)\s*(?:;|$))/i;

/** Query parameters are passed on as sent, not decoded; without multi-value headers the last value of a name counts. */
export function eventOf(group: TargetGroup, request: Request, body: Buffer): Record<string, unknown> {
  const contentType = request.headers.get("content-type")?.at(-1) ?? "";
  const base64 = body.length > 0 && !textual.test(contentType);
  const query = new Map<string, string[]>();
  for (const [key, value] of request.query) {
    query.set(key, [...(query.get(key) ?? []), value]);
  }
  return {
    requestContext: { elb: { targetGroupArn: group.arn } },
    httpMethod: request.method,
    path: request.path,
    ...(group.multiValueHeaders
      ? { multiValueQueryStringParameters: all(query), multiValueHeaders: all(request.headers) }
      : { queryStringParameters: last(query), headers: last(request.headers) }),
    body: body.toString(base64 ? "base64" : "utf8"),
    isBase64Encoded: base64,
  };
}

/** The event of a health check. */
export function healthEventOf(group: TargetGroup): Record<string, unknown> {
  const headers = new Map([["user-agent", ["ELB-HealthChecker/2.0"]]]);
  const path = group.healthCheck?.path ?? "/";
  const request = { method: "GET", path, query: [], headers, host: "", protocol: "HTTP", port: 80, clientIp: "" };
  return eventOf(group, request, Buffer.alloc(0));
}

/** The response in a function's result, or undefined where it is malformed: the client then gets 502. */
export function responseOf(group: TargetGroup, result: unknown): HttpResponse | undefined {
  if (typeof result !== "object" || result === null) {
    return undefined;
  }
  if (Buffer.byteLength(JSON.stringify(result)) > sizeLimit) {
    return undefined;
  }
  const { statusCode, statusDescription, headers, multiValueHeaders, body, isBase64Encoded } = result as Record<
    string,
    unknown
  >;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    return undefined;
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    return undefined;
  }
  const lines = headerLines(group.multiValueHeaders ? multiValueHeaders : headers, group.multiValueHeaders);
  if (!lines) {
    return undefined;
  }
  const reason = typeof statusDescription === "string" ? statusDescription.replace(/^\d+ */, "") : "";
  return {
    status,
    ...(reason ? { reason } : {}),
    headers: lines,
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function headerLines(headers: unknown, multi: boolean): [string, string][] | undefined {
  if (headers === undefined || headers === null) {
    return [];
  }
  if (typeof headers !== "object") {
    return undefined;
  }
  const lines: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    // With multi-value headers each value is a list, without it is a text; the other form is malformed.
    if (multi !== Array.isArray(value)) {
      return undefined;
    }
    for (const text of multi ? value : [value]) {
      lines.push([name, String(text)]);
    }
  }
  return lines;
}

const all = (values: ReadonlyMap<string, readonly string[]>) => Object.fromEntries(values);
const last = (values: ReadonlyMap<string, readonly string[]>) =>
  Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1)]));

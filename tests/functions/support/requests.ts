import type { HttpRequest } from "../../../functions/shared/http";

/** A request as the functions see it; headers in lower case. */
export function request(
  method: string,
  path: string,
  more: Partial<Omit<HttpRequest, "headers" | "query" | "body">> & {
    headers?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
  } = {},
): HttpRequest {
  const { headers = {}, query = {}, body, ...rest } = more;
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return {
    method,
    path,
    query: new Map(Object.entries(query)),
    headers: new Map(Object.entries({ ...(text ? { "content-type": "application/json" } : {}), ...headers })),
    body: Buffer.from(text),
    clientAddress: "203.0.113.7",
    authorizer: {},
    ...rest,
  };
}

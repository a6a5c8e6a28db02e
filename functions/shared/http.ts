/** HTTP as the functions see it, whichever AWS service it came through. */

export interface HttpRequest {
  /** Upper case. */
  method: string;
  /** As sent, not decoded. */
  path: string;
  /** Decoded. The last of several equal names; `undefined` where it was sent undecodable. */
  query: Map<string, string | undefined>;
  /** Lower-case names. Several equal headers are joined with `, `. */
  headers: Map<string, string>;
  body: Buffer;
  /** The client's address, or "" where the service does not say. */
  clientAddress: string;
  /** What API Gateway's authorizer passed on; empty elsewhere. */
  authorizer: Record<string, unknown>;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A response with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** `application/json`, with any parameters, in any case. */
export function isJson(request: HttpRequest): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** Whether `If-None-Match` names this ETag; weak comparison, as RFC 9110 8.8.3.2 says for GET. */
export function noneMatch(request: HttpRequest, etag: string): boolean {
  const header = request.headers.get("if-none-match");
  if (header === undefined) {
    return true;
  }
  if (header.trim() === "*") {
    return false;
  }
  return !header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

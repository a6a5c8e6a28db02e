/** What handlers answer, and what the log may know about it. */

import { type JsonIssue, maxIssues } from "../../model/json-issue";
import { type Problem, problem } from "../../model/problem";
import { retryAfterSeconds } from "./freshness";
import { type HttpResponse, json } from "./http";

export interface HandlerResult {
  response: HttpResponse;
  /** Stable code, where the response is a problem. */
  code?: string;
  /** The class of the error that led to it. */
  cause?: string;
  /** Opaque id. */
  organization?: string;
  stale?: boolean;
  /** The response was given before, to the same request under the same idempotency key. */
  replayed?: boolean;
}

export interface Reply extends HandlerResult {
  /** The route's template. */
  route: string;
}

export type Refusal = HandlerResult & { code: string };

/**
 * A problem as a response that nobody may keep; with `retry-after` where trying again later is all that can be done. An
 * evacuated Region's sibling may be asked at once.
 */
export function refuse(content: Problem, headers: Record<string, string> = {}): Refusal {
  const response = json(content.status, content, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(content.status === 503 && content.code !== "evacuated" && { "retry-after": String(retryAfterSeconds) }),
    ...headers,
  });
  return { response, code: content.code };
}

/** A body with issues, of which the first are told. */
export function refuseBody(issues: readonly JsonIssue[]): Refusal {
  const errors = issues.slice(0, maxIssues);
  return refuse(problem("invalid-request", "The body has invalid fields.", { errors }));
}

/** What all functions of the regional API answer alike: where it was answered, to which page, and refusals. */

import { appOrigin } from "../../model/names";
import type { Problem } from "../../model/problem";
import { type ProblemCode, problem } from "../../model/problem";
import { preflightSeconds, retryAfterSeconds } from "./freshness";
import type { HttpResponse } from "./http";
import { refusal } from "./http";
import type { Reply } from "./serve";

export interface Place {
  jurisdiction: string;
  domain: string;
}

const exposed = "etag, retry-after, idempotency-replayed, home-region, home-jurisdiction";

/** The reply with what every answer of the regional API says: its Region and jurisdiction, and that nobody may keep it. */
export function fromHere(reply: Reply, { jurisdiction, domain, region }: Place & { region: string }): Reply {
  const headers = {
    ...reply.response.headers,
    "cache-control": "private, no-store",
    "home-region": region,
    "home-jurisdiction": jurisdiction,
    "access-control-allow-origin": appOrigin(domain),
    "access-control-expose-headers": exposed,
    "timing-allow-origin": appOrigin(domain),
    vary: "origin",
  };
  return { ...reply, response: { ...reply.response, headers } };
}

/** What a browser asks before it sends a token. Nothing is read for it. */
export function preflight(methods: string, allowedHeaders: string): HttpResponse {
  const headers = {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": allowedHeaders,
    "access-control-max-age": String(preflightSeconds),
  };
  return { status: 204, headers, body: "" };
}

export type Refusal = Reply & { code: string };

export function refused(
  route: string,
  code: ProblemCode,
  detail: string,
  extensions: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Refusal {
  return refusedWith(route, problem(code, detail, extensions), headers);
}

/** With `retry-after` where trying again later is all that can be done. */
export function refusedWith(route: string, body: Problem, headers: Record<string, string> = {}): Refusal {
  const retry = body.status === 503 ? { "retry-after": String(retryAfterSeconds) } : {};
  return { response: refusal(body, { ...retry, ...headers }), route, code: body.code };
}

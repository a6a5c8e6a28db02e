/** `application/problem+json` (RFC 9457) with a stable `code`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  [extension: string]: unknown;
}

/** Every problem that a function, or API Gateway in front of it (infra/region/api-problems.ts), answers with: stable `code` → status and title. */
export const problems = {
  "invalid-request": [400, "The request is not valid"],
  "request-refused": [400, "The request was refused"],
  unauthorized: [401, "The request carries no accepted token"],
  forbidden: [403, "The token does not allow this"],
  "organization-suspended": [403, "The organization is suspended"],
  "organization-unknown": [404, "No such organization"],
  "profile-absent": [404, "No preferences have been saved yet"],
  "path-unknown": [404, "No such path"],
  "method-not-allowed": [405, "The method is not allowed here"],
  "request-running": [409, "The same request is still running"],
  "version-conflict": [412, "Somebody else changed it first"],
  "body-too-large": [413, "The body is too large"],
  "media-type-unsupported": [415, "The body is not JSON"],
  misrouted: [421, "The organization's home is elsewhere"],
  "idempotency-key-reused": [422, "The idempotency key belongs to another request"],
  "precondition-required": [428, "The request must say which version it changes"],
  "too-many-requests": [429, "Too many requests"],
  "internal-error": [500, "Something went wrong"],
  evacuated: [503, "The Region is evacuated"],
  unavailable: [503, "The service cannot answer now"],
  "home-unservable": [503, "The organization's home cannot be answered for"],
  "registry-unavailable": [503, "The registry does not answer"],
  "profile-unavailable": [503, "The profile table does not answer"],
  "idempotency-unavailable": [503, "The responses given before cannot be read"],
  "organization-moving": [503, "The organization is moving to another home"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** An RFC 9457 problem. `detail` says what was found, what is allowed and how to fix it. */
export function problem(code: ProblemCode, detail: string, extensions: Record<string, unknown> = {}): Problem {
  const [status, title] = problems[code];
  return { type: `urn:home-region:problem:${code}`, title, status, code, detail, ...extensions };
}

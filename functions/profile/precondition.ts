import type { HttpRequest } from "../shared/http";

/** What a PUT expects to find: nothing yet (0) or a version. */
export type Precondition = { expected: number } | { missing: true } | { issue: string };

/** ETags are versions: `"3"`. Weak ones, lists and `If-Match: *` cannot say which version was read (RFC 9110 13.1). */
export function preconditionOf(request: HttpRequest): Precondition {
  const match = request.headers.get("if-match")?.trim();
  const noneMatch = request.headers.get("if-none-match")?.trim();
  if (match !== undefined && noneMatch !== undefined) {
    return { issue: "Send If-Match or If-None-Match, not both." };
  }
  if (noneMatch !== undefined) {
    return noneMatch === "*"
      ? { expected: 0 }
      : { issue: `If-None-Match must be *, which says that there is nothing yet.` };
  }
  if (match === undefined) {
    return { missing: true };
  }
  const version = /^"([1-9]\d{0,14})"$/.exec(match)?.[1];
  return version ? { expected: Number(version) } : { issue: 'If-Match must be one ETag of this profile, such as "3".' };
}

export const etagOf = (version: number) => `"${version}"`;

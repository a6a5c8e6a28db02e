/** JSON bodies: read with suspicion, and what is wrong with them said by JSON pointer. */

/** What is wrong with one place of a body. */
export interface BodyIssue {
  /** JSON pointer (RFC 6901) into the body. */
  pointer: string;
  detail: string;
}

/** Nobody reads more of them. */
export const maxIssues = 20;

/** The object that a body is, or why it is none. `example` is a body that would do. */
export function objectIn(body: Buffer, example: string): { object: Record<string, unknown> } | { issues: BodyIssue[] } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return { issues: [{ pointer: "", detail: `is not JSON in UTF-8; send ${example}` }] };
  }
  return isObject(value)
    ? { object: value }
    : { issues: [{ pointer: "", detail: `must be an object; send ${example}` }] };
}

/** An issue for each field that nobody asked for. `longestName`: how much of a name that somebody made up is repeated. */
export function unknownFields(
  object: Record<string, unknown>,
  known: readonly string[],
  { where = "", longestName }: { where?: string; longestName?: number } = {},
): BodyIssue[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: pointer(where, name, longestName), detail: "is not known; leave it out" }));
}

/** One step further into a body: `/preferences` and `a/b` are `/preferences/a~1b`. */
export function pointer(parent: string, name: string | number, longestName = 64): string {
  return `${parent}/${String(name).slice(0, longestName).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

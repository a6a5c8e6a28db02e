/** JSON bodies: read with suspicion, and what is wrong with them said by JSON pointer. */
import { inexactIn } from "../../model/exact-json";
import { type JsonIssue, pointer } from "../../model/json-issue";

/** The object that a body is, or why it is none. `example` is a body that would do. */
export function objectIn(body: Buffer, example: string): { object: Record<string, unknown> } | { issues: JsonIssue[] } {
  const text = textIn(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: [{ pointer: "", detail: `is not JSON in UTF-8; send ${example}` }] };
  }
  if (!isObject(value)) {
    return { issues: [{ pointer: "", detail: `must be an object; send ${example}` }] };
  }
  const issues = inexactIn(text);
  return issues.length > 0 ? { issues } : { object: value };
}

/** Empty where the bytes are not UTF-8: the decoder, or API Gateway before it, puts U+FFFD for those, which nobody writes. */
function textIn(body: Buffer): string {
  const text = new TextDecoder().decode(body);
  return text.includes("\ufffd") ? "" : text;
}

/** An issue for each field that nobody asked for. `longestName`: how much of a name that somebody made up is repeated. */
export function unknownFields(
  object: Record<string, unknown>,
  known: readonly string[],
  { where = "", longestName }: { where?: string; longestName?: number } = {},
): JsonIssue[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => ({ pointer: pointer(where, name, longestName), detail: "is not known; leave it out" }));
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

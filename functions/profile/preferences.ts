/** Preferences: what they may look like. Pure. */

import { type JsonIssue, maxIssues, pointer } from "../../model/json-issue";
import { isObject, objectIn, unknownFields } from "../shared/body";

const maxDepth = 5;
const namePattern = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;
const nameRule = "names start with a letter and have 1 to 64 of letters, digits, _ . : -";

/** The preferences in a body, or every issue of it (the first 20). */
export function preferencesOf(body: Buffer): { preferences: Record<string, unknown> } | { issues: JsonIssue[] } {
  const read = objectIn(body, '{"preferences":{"language":"fr"}}');
  if ("issues" in read) {
    return read;
  }
  const issues = unknownFields(read.object, ["preferences"]);
  const { preferences } = read.object;
  if (isObject(preferences)) {
    collect(preferences, "/preferences", 1, issues);
  } else {
    issues.push({ pointer: "/preferences", detail: "must be an object" });
  }
  return issues.length > 0
    ? { issues: issues.slice(0, maxIssues) }
    : { preferences: preferences as Record<string, unknown> };
}

function collect(value: unknown, where: string, depth: number, issues: JsonIssue[]): void {
  if (issues.length >= maxIssues || typeof value !== "object" || value === null) {
    return;
  }
  if (depth > maxDepth) {
    issues.push({ pointer: where, detail: `is nested deeper than ${maxDepth} levels` });
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const here = pointer(where, name);
    // JSON.parse makes __proto__ an own property; code that copies it later would not.
    if (!Array.isArray(value) && !namePattern.test(name)) {
      issues.push({ pointer: here, detail: nameRule });
    }
    collect(inner, here, depth + 1, issues);
  }
}

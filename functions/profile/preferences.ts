/** Preferences: what they may look like. Pure. */

export interface Fault {
  /** JSON pointer (RFC 6901) into the body. */
  pointer: string;
  detail: string;
}

export const maxBodyBytes = 16 * 1024;
const maxDepth = 5;
const maxFaults = 20;
const namePattern = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;
const nameRule = "names start with a letter and have 1 to 64 of letters, digits, _ . : -";

/** The preferences in a body, or every fault of it (the first 20). */
export function preferencesOf(body: Buffer): { preferences: Record<string, unknown> } | { faults: Fault[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return { faults: [{ pointer: "", detail: 'is not JSON in UTF-8; send {"preferences":{"language":"fr"}}' }] };
  }
  if (!isObject(parsed)) return { faults: [{ pointer: "", detail: 'must be an object; send {"preferences":{…}}' }] };
  const faults: Fault[] = Object.keys(parsed)
    .filter((name) => name !== "preferences")
    .map((name) => ({ pointer: pointer("", name), detail: "is not known; leave it out" }));
  const { preferences } = parsed;
  if (isObject(preferences)) collect(preferences, "/preferences", 1, faults);
  else faults.push({ pointer: "/preferences", detail: "must be an object" });
  return faults.length > 0
    ? { faults: faults.slice(0, maxFaults) }
    : { preferences: preferences as Record<string, unknown> };
}

function collect(value: unknown, at: string, depth: number, faults: Fault[]): void {
  if (faults.length >= maxFaults || typeof value !== "object" || value === null) return;
  if (depth > maxDepth) {
    faults.push({ pointer: at, detail: `is nested deeper than ${maxDepth} levels` });
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    const here = pointer(at, name);
    // JSON.parse makes __proto__ an own property; code that copies it later would not.
    if (!Array.isArray(value) && !namePattern.test(name)) faults.push({ pointer: here, detail: nameRule });
    collect(inner, here, depth + 1, faults);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const pointer = (at: string, name: string) => `${at}/${name.slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** Reading property trees in which any value may be unknown. Rules never touch a value in another way, so none can throw. */

/**
 * What the engine sends in place of a value that it cannot know in a preview, one mark a kind of value:
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const unknownMarks: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const anyMark = new RegExp([...unknownMarks].join("|"));

/** The mark of an unknown string: for tests and for mocks. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const isUnknown = (value: unknown): boolean => unknownMarks.has(value);

/** Whether a text was put together from an unknown part. */
export const hasUnknown = (text: string): boolean => text.length >= unknown.length && anyMark.test(text);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value and the path that it was found at: `replicas[1].regionName`. */
export interface Found {
  readonly path: string;
  readonly value: unknown;
}

/**
 * The values at a path such as `replicas[*].regionName`; `*` as a name stands for every key of a map. Absent ones are
 * left out. An unknown on the way is found at the place where it stands.
 */
export function valuesAt(root: unknown, path: string): Found[] {
  const steps = stepsOf(path);
  const found: Found[] = [];
  const follow = (value: unknown, path: string, taken: number) => {
    const step = steps[taken];
    if (value === undefined || value === null) {
      return;
    }
    if (step === undefined || isUnknown(value)) {
      found.push({ path, value });
    }
    // The engine writes a list of at most one as the thing itself in some types.
    else if (step === "[*]") {
      for (const [index, entry] of listOf(value).entries()) {
        follow(entry, `${path}[${index}]`, taken + 1);
      }
    } else if (isRecord(value)) {
      for (const key of step === "*" ? Object.keys(value) : [step]) {
        follow(value[key], path ? `${path}.${key}` : key, taken + 1);
      }
    }
  };
  follow(root, "", 0);
  return found;
}

/** The one value at a path without `*`, or undefined. */
export function valueAt(root: unknown, path: string): unknown {
  return valuesAt(root, path)[0]?.value;
}

/** Every string in a tree with its path. Assets and archives are code, not settings, and are left out. */
export function stringsIn(root: unknown): { path: string; value: string }[] {
  const found: { path: string; value: string }[] = [];
  const visit = (value: unknown, path: string) => {
    if (typeof value === "string") {
      found.push({ path, value });
    } else if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        visit(entry, `${path}[${index}]`);
      }
    } else if (isRecord(value) && !("__pulumiAsset" in value) && !("__pulumiArchive" in value)) {
      for (const key of Object.keys(value)) {
        visit(value[key], path ? `${path}.${key}` : key);
      }
    }
  };
  visit(root, "");
  return found;
}

/** `rules[3].bucket` → `rules[*].bucket`. */
export const patternOf = (path: string): string => path.replace(/\[\d+\]/g, "[*]");

const knownSteps = new Map<string, readonly string[]>();

/** Rules ask for the same few paths again and again. */
function stepsOf(path: string): readonly string[] {
  const steps = knownSteps.get(path) ?? path.split(/\.|(?=\[\*\])/);
  knownSteps.set(path, steps);
  return steps;
}

/** JSON text or a tree → the tree; undefined where it is neither. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** One or a list of them → the list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

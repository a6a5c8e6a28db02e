/** Which resource refers to which, found by the ids and ARNs in the inputs. Pure. */
import type { Resource, StackGraph } from "../../graph/graph";

export interface Reference {
  from: Resource;
  to: Resource;
}

// Shorter ones ("api", "v1", 443) turn up in inputs by chance.
const shortestId = 6;
const arnPattern = /arn:aws[\w-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^\s"',\\}]+/g;

/** References between resources of the given stacks; each pair once, components left out. */
export function referencesOf(stacks: readonly StackGraph[]): Reference[] {
  const resources = stacks.flatMap((stack) => stack.resources).filter(isDeclared);
  const named = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const value of [resource.id, resource.outputs.arn]) {
      if (typeof value === "string" && value.length >= shortestId) {
        named.set(value, [...(named.get(value) ?? []), resource]);
      }
    }
  }
  // Two Regions may use one id; a resource means the one of its own stack.
  const meant = (value: string, stack: string) =>
    named.get(value)?.find((resource) => resource.stack === stack) ?? named.get(value)?.[0];

  return resources.flatMap((from) => {
    const found = new Set<Resource>();
    for (const text of strings(from.inputs)) {
      for (const value of [text, ...(text.match(arnPattern) ?? []).flatMap(prefixes)]) {
        const to = meant(value, from.stack);
        if (to && to !== from) {
          found.add(to);
        }
      }
    }
    return [...found].map((to) => ({ from, to }));
  });
}

/** Components are how the program is written, not what AWS is asked for. */
export const isDeclared = ({ type }: Resource) => /^awsx?:/.test(type);

/** `arn:…:table/x/index/y` may refer to the table by a longer ARN. */
function prefixes(arn: string): string[] {
  const ends = [...arn.matchAll(/[/:*]+/g)].map((match) => match.index);
  return [arn, ...ends.map((end) => arn.slice(0, end))].reverse();
}

function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") {
    yield value;
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) {
      yield* strings(inner);
    }
  }
}

/** Made-up ids, ARNs and names → the resource that they come from: `<kms.Key registry-ca-west-1>.arn`. */
import type { Resource, StackGraph } from "../../../graph/graph";

/** Computed values that are no identifiers: they turn up in inputs by chance. */
const noIdentifiers = new Set(["path", "region", "status", "version", "streamLabel", "ownerId"]);
// Shorter ones turn up by chance as well.
const shortest = 6;
/** Of several computed values that are equal, the one that readers know best. */
const known = ["arn", "id", "name"];

/** Puts names for what one stack's resources refer to; a stack's own resources are meant before another's. */
export function readableNames(stacks: readonly StackGraph[], stack: string): (text: string) => string {
  const own = stacks.filter((inner) => inner.stack === stack);
  const others = stacks.filter((inner) => inner.stack !== stack);
  const names = new Map<string, string>();
  for (const [graphs, prefix] of [[own, false] as const, [others, true] as const]) {
    for (const resource of graphs.flatMap(({ resources }) => resources)) {
      const label = `<${prefix ? `${resource.stack} ` : ""}${shortType(resource.type)} ${resource.name}>`;
      for (const [path, value] of computed(resource)) {
        if (!names.has(value)) {
          names.set(value, `${label}.${path}`);
        }
      }
      names.set(resource.urn, label);
    }
  }
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (names.size === 0) {
    return (text) => text;
  }
  // One pass: thousands of values, one after another, take seconds.
  const any = new RegExp(longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(any, (value) => names.get(value)!);
}

/** `aws:kms/key:Key` → `kms.Key`; a component is known by its last word. */
export function shortType(type: string): string {
  const [, service, kind] = /^awsx?:([^/:]+)[/:](?:.*:)?(\w+)$/.exec(type) ?? [];
  return service ? `${service}.${kind}` : type.split(":").at(-1)!;
}

/** What the evaluation made up for a resource: nothing that the program said itself. */
function computed({ inputs, outputs }: Resource): [path: string, value: string][] {
  const declared = new Set(strings(inputs).map(([, value]) => value));
  const rank = ([path]: [string, string]) => (known.includes(path) ? known.indexOf(path) : known.length);
  return strings(outputs)
    .filter(([path, value]) => value.length >= shortest && !declared.has(value) && !noIdentifiers.has(lastOf(path)))
    .sort((a, b) => rank(a) - rank(b));
}

const lastOf = (path: string) => path.split(".").at(-1)!;

function strings(value: unknown, path: string[] = []): [path: string, value: string][] {
  if (typeof value === "string") {
    return [[path.join("."), value]];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]));
}

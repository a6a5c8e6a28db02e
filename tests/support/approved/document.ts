/** What a stack declares, as a text to be reviewed: each argument and option of each resource on a line of its own. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Resource, ResourceOptions, StackGraph } from "../../../graph/graph";
import { bundle } from "../../../infra/shared/bundle";
import { projectRoot } from "../stacks";
import { readableNames } from "./names";

/**
 * Secrets, bundled code and hashes are left out by name, made-up identifiers are named after their resources, so that the text
 * changes when the declaration does and at no other time. `stacks` are all that a value can come from.
 */
export function approvable(graph: StackGraph, stacks: readonly StackGraph[]): string {
  const named = readableNames(stacks, graph.stack);
  const readable = (value: unknown): unknown => sorted(withNames(value, named));
  const versions = new Map(graph.resources.flatMap(({ type, options }) => versionOf(type, options)));
  const document = {
    stack: graph.stack,
    packages: Object.fromEntries([...versions].sort()),
    reads: graph.references.map(({ reads }) => reads),
    asks: readable(graph.calls?.map(({ token, inputs }) => ({ [token]: inputs })) ?? []),
    resources: Object.fromEntries(entriesOf(graph.resources, readable, versions)),
    outputs: readable(withoutSecrets(graph.outputs, graph.secretOutputs ?? [])),
  };
  return `${heading}${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

const heading = `# What is declared, whole: every resource with its inputs and options. "npm run approve" writes this file; what changes in it is
# what a deployment changes. <type name>.attribute is what AWS makes known of that resource.
`;

type Readable = (value: unknown) => unknown;

function entriesOf(resources: Resource[], readable: Readable, versions: Map<string, string>): [string, object][] {
  const title = ({ type, name }: Resource) => `${type} ${name}`;
  const titles = Map.groupBy(resources, title);
  return resources
    .map((resource): [string, object] => {
      // Two components may each have a child of one name.
      const shared = titles.get(title(resource))!.length > 1;
      const key = shared ? `${title(resource)} in ${readable(resource.options?.parent)}` : title(resource);
      return [key, entryOf(resource, readable, versions)];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function entryOf(
  { type, inputs, secretInputs, options, registered }: Resource,
  readable: Readable,
  versions: Map<string, string>,
) {
  const { parent, version, ...others } = options ?? {};
  const shown = {
    ...(parent && !parent.includes("::pulumi:pulumi:Stack::") && { parent }),
    ...others,
    ...(version && versions.get(packageOf(type)) !== version && { version }),
  };
  const declared = readable(withoutSecrets(withoutCode(inputs), secretInputs ?? [])) as object;
  return {
    ...(Object.keys(declared).length > 0 && { inputs: declared }),
    ...(Object.keys(shown).length > 0 && { options: readable(shown) }),
    ...(registered && { outputs: readable(registered) }),
  };
}

const packageOf = (type: string) => type.split(":")[0]!;

const versionOf = (type: string, options: ResourceOptions | undefined): [string, string][] =>
  options?.version ? [[packageOf(type), options.version]] : [];

/** Names for identifiers, documents in JSON written out, hashes of content left out. */
function withNames(value: unknown, named: (text: string) => string): unknown {
  if (typeof value === "string") {
    const document = parsed(value);
    if (document !== undefined) {
      return { json: withNames(document, named) };
    }
    return named(value).replaceAll(/\b[0-9a-f]{64}\b/g, "(sha256)");
  }
  if (Array.isArray(value)) {
    return value.map((inner) => withNames(inner, named));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [named(key), withNames(inner, named)]));
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Objects have no order; lists do. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function withoutSecrets(value: any, paths: readonly string[], path = ""): unknown {
  if (paths.includes(path)) {
    return "(secret)";
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const inside = (key: string, inner: unknown) => withoutSecrets(inner, paths, path ? `${path}.${key}` : key);
  if (Array.isArray(value)) {
    return value.map((inner, index) => inside(String(index), inner));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(key, inner)]));
}

/** Which function's code it is, not the code. */
function withoutCode(inputs: Record<string, any>): Record<string, any> {
  const code = inputs.code?.["index.js"];
  return code === undefined ? inputs : { ...inputs, code: { ...inputs.code, "index.js": sourceOf(code) } };
}

const bundles = new Map<string, string>();

function sourceOf(code: string): string {
  if (bundles.size === 0) {
    const folders = readdirSync(join(projectRoot, "functions"), { recursive: true, encoding: "utf8" });
    const handlers = folders.filter((file) => /^[\w-]+\/handler\.ts$/.test(file));
    for (const file of handlers) {
      bundles.set(bundle(file.split("/")[0]!), `(bundle of functions/${file})`);
    }
  }
  return bundles.get(code) ?? "(code of no folder in functions/)";
}

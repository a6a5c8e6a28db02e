import type { Resource } from "./resource";
import type { Context } from "./rule";

/** Resources that a property's value is made from, as far as the graph has them: says more than a value not known yet. */
export function madeFrom(resource: Resource, path: string, { graph }: Context): Resource[] {
  const urns = resource.dependencies?.[path.split(/[.[]/)[0]!] ?? [];
  return urns.flatMap((urn) => graph.byUrn(urn) ?? []);
}

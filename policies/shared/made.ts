import type { Resource } from "./resource";
import type { Context } from "./rule";

/** URNs of the resources that a property's value is made from: says more than a value not known yet. */
export const sourcesOf = ({ dependencies }: Resource, path: string): readonly string[] =>
  dependencies?.[path.split(/[.[]/)[0]!] ?? [];

/** The same resources, as far as the graph has them. */
export const madeFrom = (resource: Resource, path: string, { graph }: Context): Resource[] =>
  sourcesOf(resource, path).flatMap((urn) => graph.byUrn(urn) ?? []);

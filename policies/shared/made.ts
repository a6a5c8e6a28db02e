import { effectiveRegion } from "./region";
import type { Resource } from "./resource";
import type { Context } from "./rule";

/** URNs of the resources that a property's value is made from: says more than a value not known yet. */
export const sourcesOf = ({ dependencies }: Resource, path: string): readonly string[] =>
  dependencies?.[path.split(/[.[]/)[0]!] ?? [];

/** The same resources, as far as the graph has them. */
export const madeFrom = (resource: Resource, path: string, { graph }: Context): Resource[] =>
  sourcesOf(resource, path).flatMap((urn) => graph.byUrn(urn) ?? []);

/** The Regions of the resources that an unknown value is made from; undefined where nothing known says so. */
export function madeIn(resource: Resource, path: string, context: Context): string[] | undefined {
  const regions = sourcesOf(resource, path).map((urn) => {
    const source = context.graph.byUrn(urn);
    return source && !source.type.startsWith("pulumi:") ? effectiveRegion(source, context.topology) : undefined;
  });
  if (regions.length === 0 || regions.includes(undefined) || regions.includes("unknown")) {
    return undefined;
  }
  return regions.filter((region) => region !== undefined && region !== "global") as string[];
}

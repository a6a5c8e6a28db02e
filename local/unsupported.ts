/** What the twin does not stand in for: listed at start, never silently pretended. */
import type { Graph } from "../graph/graph";
import type { AnyModule } from "./module";

export interface UnsupportedType {
  /** Pulumi type token. */
  type: string;
  count: number;
  /** What it means that the twin does not stand in for it. */
  meaning: string;
}

/** Each declared type without a stand-in, how often it is declared, and what that means. Alphabetical. */
export function unsupportedTypes(graph: Graph, modules: readonly AnyModule[]): UnsupportedType[] {
  const standsInFor = new Set(modules.flatMap((module) => module.standsInFor ?? []));
  const meanings: Record<string, string> = Object.assign({}, ...modules.map((module) => module.declaredOnly));
  const declared = graph.resources.filter(({ type }) => !standsInFor.has(type) && !isComponent(type));
  return [...Map.groupBy(declared, ({ type }) => type)]
    .map(([type, resources]) => ({
      type,
      count: resources.length,
      meaning: meanings[type] ?? "declared only: nothing here does what it would do",
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The project's own components are groups of other resources. */
const isComponent = (type: string) => type.startsWith("home-region:");

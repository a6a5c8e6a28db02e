/** Whether the twin has a place for every Region that is named: without one there are no round trips to it. */
import type { Graph } from "../graph/graph";
import { InvalidInput } from "../model/invalid-input";
import { regionStacks } from "../model/topology";
import { regionPlaces } from "./data/regions";
import type { AnyModule, RegionUse } from "./module";

const known = new Set(regionPlaces.map(({ name }) => name));

/** Throws InvalidInput with every unknown Region of the topology, of resources and of what services read in the graph. */
export function checkRegions(
  graph: Graph,
  modules: readonly AnyModule[],
  stacks: typeof regionStacks = regionStacks,
): void {
  const uses: RegionUse[] = [
    ...Object.entries(stacks).map(([name, { region }]) => ({ region, by: `stack "${name}" of model/topology.ts` })),
    ...graph.resources.flatMap(({ region, name, stack, type }) =>
      region === undefined ? [] : { region, by: `${type} "${name}" of stack ${stack}` },
    ),
    ...modules.flatMap((module) => module.regionsOf?.(graph) ?? []),
  ];
  const unknown = Map.groupBy(
    uses.filter(({ region }) => !known.has(region)),
    ({ region }) => region,
  );
  if (unknown.size > 0) {
    throw new InvalidInput([...unknown].map(([region, named]) => message(region, named)).join("\n"));
  }
}

const shown = 5;

function message(region: string, uses: readonly RegionUse[]): string {
  const users = uses.slice(0, shown).map(({ by }) => by);
  if (uses.length > shown) {
    users.push(`${uses.length - shown} more`);
  }
  return (
    `the twin has no place for Region "${region}", which is named by ${users.join(", ")}; ` +
    `Regions with a place: ${[...known].join(", ")}; correct the name, or add its place to local/data/regions.ts`
  );
}

import type { Graph } from "../../graph/graph";
import { allRegions, regionStacks } from "../../model/topology";
import type { AnyModule } from "../module";
import type { World } from "./types";

/** What these services and the declared stacks have for faults to be about. Without stacks: any Region. */
export function worldOf(modules: readonly AnyModule[], graph?: Graph): World {
  const resources = graph?.resources ?? [];
  return {
    services: Object.fromEntries(modules.flatMap(({ key, faults }) => (faults ? [[key.name, faults]] : []))),
    regions: graph?.stacks.flatMap(({ stack }) => regionStacks[stack]?.region ?? []) ?? allRegions(),
    resources: (type) => [...new Set(resources.flatMap((resource) => (resource.type === type ? resource.name : [])))],
    availabilityZones: (region) => [
      ...new Set(resources.flatMap((resource) => (resource.region === region ? zonesOf(resource.inputs) : []))),
    ],
  };
}

/** A subnet has one; a VPC of awsx, whose subnets the provider declares, names all of its own. */
const zonesOf = ({ availabilityZone, availabilityZoneNames }: Record<string, any>): string[] =>
  [availabilityZone, ...(availabilityZoneNames ?? [])].filter((name) => typeof name === "string");

/** What a fault touches: the one place here that knows how a fault says where it is. */
import { jurisdictionOf } from "../../model/topology";
import type { Fault } from "../context";

export interface Scope {
  regions: string[];
  jurisdictions: string[];
}

export function scopeOf(fault: Fault): Scope {
  const regions = [fault.region, fault.peerRegion].filter((region) => region !== undefined);
  const jurisdictions = regions.map((region) => jurisdictionOf(region)).filter((code) => code !== undefined);
  return { regions, jurisdictions: [...new Set(jurisdictions)] };
}

/** Faults that touch nothing but the registry: lookups feel them, no health check and no request with data does. */
const registryKinds: readonly Fault["kind"][] = ["registry-cut-off"];
export const touchesData = (kind: Fault["kind"]): boolean => !registryKinds.includes(kind);

/** Faults that leave nothing of a Region that could answer, whatever its health checks say so far. */
const darkKinds: readonly Fault["kind"][] = ["region-down"];
export const isDark = (kind: Fault["kind"]): boolean => darkKinds.includes(kind);

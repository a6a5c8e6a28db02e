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

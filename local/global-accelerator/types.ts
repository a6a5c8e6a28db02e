import type { Place, Service } from "../context";
import type { HealthState } from "../health";
import { type ServiceKey, serviceKey } from "../module";
import type { Route } from "./rules/routing";

/** The declared accelerators. */
export interface Accelerators extends Service {
  healthOf(endpointId: string): boolean;
  healthStates(): HealthState[];
  /** Where a new connection of a client at `place` to one of the accelerators' addresses goes. Undefined for other addresses. */
  explain(
    ip: string,
    port: number,
    place: Place,
  ): { accelerator: string; edge: Place; route: Route | undefined; endpointIp: string | undefined } | undefined;
}

export const globalAccelerator: ServiceKey<Accelerators> = serviceKey("global-accelerator");

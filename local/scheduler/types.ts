import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** Invokes the declared targets by the clock. */
export type Scheduler = Service;

export const scheduler: ServiceKey<Scheduler> = serviceKey("scheduler");

import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** Nobody in the twin asks it for anything: apps reach it over the network. */
export const apiGateway: ServiceKey<Service> = serviceKey("api-gateway");

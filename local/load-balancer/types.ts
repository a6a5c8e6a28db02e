import type { Service } from "../context";
import type { HealthState } from "../health";
import { type ServiceKey, serviceKey } from "../module";

/** The declared load balancers. */
export interface ElasticLoadBalancing extends Service {
  /** As Global Accelerator and Route 53 see it. An unknown load balancer is unhealthy. */
  healthOf(loadBalancerArn: string): "healthy" | "unhealthy";
  /** Every target. */
  healthStates(): HealthState[];
  /** The load balancer at an address. */
  explain(ip: string): { name: string; region: string; health: "healthy" | "unhealthy" } | undefined;
}

export const loadBalancer: ServiceKey<ElasticLoadBalancing> = serviceKey("load-balancer");

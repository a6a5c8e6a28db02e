/** Health of what alias records point to. */
import type { Graph } from "../../../graph/graph";
import { dnsName } from "./names";

/** Whether a load balancer has healthy targets, by its ARN. */
export type LoadBalancerHealth = (loadBalancerArn: string) => boolean;

/**
 * Aliases to load balancers may have `dualstack.` before the name: the same load balancer, with IPv6 where it has it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias-common.html
 */
export const withoutDualstack = (hostname: string) => hostname.replace(/^dualstack\./, "");

/**
 * A load balancer is healthy while its target groups are. An API Gateway domain name fails only where API Gateway as a
 * whole is down in its Region, after a time that AWS does not document: the worse case is that it never does, so that
 * failover rests on the declared health checks. Accelerators and distributions have no health of their own.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html (EvaluateTargetHealth)
 */
export function loadBalancerHealth(graph: Graph, hostname: string, healthy: LoadBalancerHealth = () => true): boolean {
  const bare = withoutDualstack(dnsName(hostname));
  const balancer = graph
    .ofType("aws:lb/loadBalancer:LoadBalancer")
    .find(({ outputs }) => dnsName(String(outputs.dnsName)) === bare);
  return balancer ? healthy(String(balancer.outputs.arn)) : true;
}

/**
 * The health of a target, one check result at a time.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { HealthCheck } from "./declared";

export type TargetState = "initial" | "healthy" | "unhealthy";

/** `row` counts equal results that speak against the state. */
export interface TargetHealth {
  readonly state: TargetState;
  readonly row: number;
}

export const initial: TargetHealth = { state: "initial", row: 0 };

/** One passed check makes a new target healthy; after that the thresholds count. */
export function afterCheck(health: TargetHealth, passed: boolean, check: HealthCheck): TargetHealth {
  if (health.state === "initial" && passed) {
    return { state: "healthy", row: 0 };
  }
  const against = health.state === "unhealthy" ? passed : !passed;
  if (!against) {
    return { state: health.state, row: 0 };
  }
  const row = health.row + 1;
  const threshold = passed ? check.healthyThreshold : check.unhealthyThreshold;
  if (row < threshold) {
    return { state: health.state, row };
  }
  return { state: passed ? "healthy" : "unhealthy", row: 0 };
}

/** `200`, `200,202`, `200-299`. */
export function matches(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [low = "", high = low] = part.trim().split("-");
    return status >= Number(low) && status <= Number(high);
  });
}

/**
 * Whether Global Accelerator and Route 53 take a load balancer for healthy: every group that has targets needs a
 * healthy one, and there must be such a group. A target that has not passed yet is not healthy.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html#rrsets-values-alias-evaluate-target-health
 */
export function balancerHealth(groups: readonly (readonly TargetState[])[]): "healthy" | "unhealthy" {
  const filled = groups.filter((states) => states.length > 0);
  const healthy = filled.length > 0 && filled.every((states) => states.includes("healthy"));
  return healthy ? "healthy" : "unhealthy";
}

/** What the health checks of each Region say, and what their probes say before the checks do. */
import type { HealthState } from "../health";
import { regionOf } from "./topology";

/** A Region is unhealthy for DNS as soon as one of its health checks is. */
export function dnsHealth(checks: readonly HealthState[]): Map<string, boolean> {
  const regions = new Map<string, boolean>();
  for (const { region, healthy } of dnsChecks(checks)) {
    regions.set(region, healthy && regions.get(region) !== false);
  }
  return regions;
}

/** Region → since when probes say the opposite of its health checks. */
export function turnedOf(checks: readonly HealthState[]): Map<string, number> {
  const regions = new Map<string, number>();
  for (const { region, probes } of dnsChecks(checks)) {
    if (probes?.turned == null) {
      continue;
    }
    regions.set(region, Math.min(probes.turned, regions.get(region) ?? Number.POSITIVE_INFINITY));
  }
  return regions;
}

function dnsChecks(checks: readonly HealthState[]): (HealthState & { region: string })[] {
  return checks
    .filter(({ service }) => service === "route53")
    .map((check) => ({ ...check, region: regionOf(check) }))
    .filter((check) => check.region !== null) as (HealthState & { region: string })[];
}

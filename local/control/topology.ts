/** Jurisdictions, stacks and Regions as the page and other programs see them. */
import { allRegions, dataClasses, jurisdictions, regionStacks, servedJurisdictions } from "../../model/topology";
import type { Place } from "../context";
import { edgePlaces } from "../data/edges";
import { regionCities } from "../data/regions";
import type { HealthState } from "../health";
import type { ControlDeps } from "./deps";

/** What its health checks say; `unknown` has none. */
export type RegionHealth = "healthy" | "unhealthy" | "unknown";

export interface RegionView {
  stack: string;
  region: string;
  jurisdiction: string;
  role: string;
  health: RegionHealth;
  /** The city that it is in or near. */
  city: string | null;
  place: Place | null;
}

/** A check's Region: its own, else the one whose name its target has (`ca-west-1.ca.api.<domain>`). */
export function regionOf({ region, target }: HealthState): string | null {
  return region ?? allRegions().find((candidate) => target.includes(`${candidate}.`)) ?? null;
}

/** Region → what its health checks say together. */
export function healthOfRegions(
  regions: readonly string[],
  checks: readonly HealthState[],
): Record<string, RegionHealth> {
  return Object.fromEntries(
    regions.map((region) => {
      const own = checks.filter((check) => regionOf(check) === region);
      return [region, own.length === 0 ? "unknown" : own.every((check) => check.healthy) ? "healthy" : "unhealthy"];
    }),
  );
}

/** `GET /api/topology`. */
export function topologyView({ context, domain, stacks, health }: ControlDeps) {
  const running = Object.entries(regionStacks).filter(([stack]) => stacks.includes(stack));
  const states = healthOfRegions(
    running.map(([, { region }]) => region),
    health(),
  );
  const places = context.network.places();
  const served = new Set<string>(servedJurisdictions());
  return {
    domain,
    stacks,
    jurisdictions: Object.entries(jurisdictions).map(([code, { name, countries }]) => ({
      code,
      name,
      countries,
      served: served.has(code),
    })),
    regions: running.map(
      ([stack, { region, jurisdiction, role }]): RegionView => ({
        stack,
        region,
        jurisdiction,
        role,
        health: states[region] ?? "unknown",
        city: regionCities[region] ?? null,
        place: places.find((place) => place.region === region) ?? null,
      }),
    ),
    places: places.filter((place) => place.region === undefined),
    edges: edgePlaces,
    dataClasses,
  };
}

/** Asks the twin's control API what its health checks and its DNS say. */

import { apiHost } from "../../model/names";
import { callTwin } from "../shared/twin";
import type { HealthReport, RegionSeen } from "./report";

interface Topology {
  domain: string;
  regions: { stack: string; region: string; jurisdiction: string; role: string; health: string }[];
  places: { name: string; country: string }[];
}

/** Throws InvalidInput where no twin answers. */
export async function twinHealth(twin: string): Promise<HealthReport> {
  const { domain, regions, places } = (await callTwin(twin, "/api/topology")) as Topology;
  const place = places[0]?.name ?? "";
  const codes = [...new Set(regions.map(({ jurisdiction }) => jurisdiction))];
  const jurisdictions = codes.map(async (jurisdiction) => {
    const host = apiHost(jurisdiction, domain);
    const { region, why } = (await callTwin(twin, "/api/resolve", { host, place })) as {
      region: string | null;
      why: string[];
    };
    // Route 53 answers with the primary where nobody is healthy: named is not served.
    const dead = regions.some((seen) => seen.region === region && seen.health === "unhealthy");
    if (dead) {
      return { jurisdiction, host, region: null, detail: `DNS names ${region}, which is down` };
    }
    return { jurisdiction, host, region, detail: why.at(-1) ?? "" };
  });
  return {
    target: `the twin at ${twin}`,
    regions: regions.map(seen),
    jurisdictions: await Promise.all(jurisdictions),
  };
}

function seen({ health, ...region }: Topology["regions"][number]): RegionSeen {
  const { stack, region: name, jurisdiction, role } = region;
  const healthy = health === "unknown" ? null : health === "healthy";
  return { stack, region: name, jurisdiction, role, healthy, detail: `health checks: ${health}` };
}

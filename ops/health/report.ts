/** Who serves whom, as it was seen. Pure but for the types. */

export interface RegionSeen {
  stack: string;
  region: string;
  jurisdiction: string;
  role: string;
  /** What /healthz or the health checks say; `null` where nobody could ask. */
  healthy: boolean | null;
  /** "200 in 84 ms", "ETIMEDOUT". */
  detail: string;
}

export interface JurisdictionSeen {
  jurisdiction: string;
  host: string;
  /** The Region that answers for it now; null where none does. */
  region: string | null;
  detail: string;
}

export interface HealthReport {
  target: string;
  regions: RegionSeen[];
  jurisdictions: JurisdictionSeen[];
}

/** Lines for people. A standby that serves, and a Region outside the jurisdiction, are said in words. */
export function healthLines({ target, regions, jurisdictions }: HealthReport): string {
  const mark = (healthy: boolean | null) => (healthy === null ? "?   " : healthy ? "ok  " : "DOWN");
  const perRegion = regions.map(
    ({ stack, region, role, healthy, detail }) =>
      `${mark(healthy)}  ${stack.padEnd(10)} ${region.padEnd(14)} ${role.padEnd(8)} ${detail}`,
  );
  const perJurisdiction = jurisdictions.map((seen) => {
    const status = statusOf(seen, regions);
    return `${status.mark}  ${seen.jurisdiction.padEnd(10)} ${seen.host}: ${status.text}`;
  });
  return [target, ...perRegion, ...perJurisdiction].join("\n");
}

function statusOf({ jurisdiction, region, detail }: JurisdictionSeen, regions: readonly RegionSeen[]) {
  if (region === null) {
    return { mark: "DOWN", text: `nobody serves it (${detail})` };
  }
  const serving = regions.find((candidate) => candidate.region === region);
  if (serving?.jurisdiction !== jurisdiction) {
    return { mark: "DOWN", text: `${region} answers, which is outside ${jurisdiction}: a crossing` };
  }
  if (serving.role === "standby") {
    return { mark: "ok  ", text: `${region}, its standby, serves it` };
  }
  return { mark: "ok  ", text: `${region} serves it` };
}

/** Every jurisdiction is served, from inside. A Region that is down is not a failure of its jurisdiction. */
export const isServed = ({ regions, jurisdictions }: HealthReport) =>
  jurisdictions.every(({ jurisdiction, region }) =>
    regions.some((seen) => seen.region === region && seen.jurisdiction === jurisdiction),
  );

/** A plain world of random faults: health checks, DNS and requests by the second, for the incidents to be held against. */
import type { Fault } from "../../local/context";
import { Incidents } from "../../local/control/incidents";
import { jurisdictionOf, regionsOf } from "../../model/topology";

/** A fault from second `start` until second `end`. */
export interface Outage {
  kind: string;
  region: string;
  start: number;
  end: number;
}

/** Seconds of the same before health checks say so, either way; and until resolvers ask again. */
export const detection = 30;
const ttl = 10;
export const jurisdictionsHere = ["CA", "US"] as const;

export interface WorldRequest {
  at: number;
  home: string;
  region: string | null;
  ok: boolean;
}

export interface World {
  incidents: Incidents;
  /** Second by second: Region → health, jurisdiction → DNS's answer. */
  healthy: Map<string, boolean>[];
  serving: Map<string, string>[];
  requests: WorldRequest[];
}

export const idOf = ({ kind, region }: Outage) => `${kind}-${region}`;
export const isOn = ({ start, end }: Outage, second: number) => start <= second && second < end;
/** What makes probes and requests of a Region fail here. */
export const breaks = (outage: Outage) => outage.kind !== "registry-cut-off";
const isBroken = (outages: readonly Outage[], region: string, second: number) =>
  outages.some((outage) => breaks(outage) && outage.region === region && isOn(outage, second));

/** Runs the world and tells the incidents what can be seen of it. */
export function runWorld(outages: readonly Outage[], seconds: number): World {
  const incidents = new Incidents();
  const regions = jurisdictionsHere.flatMap((code) => regionsOf(code));
  const world: World = { incidents, healthy: [], serving: [], requests: [] };
  const health = new Map(regions.map((region) => [region, true]));
  const against = new Map(regions.map((region) => [region, 0]));
  for (let second = 0; second < seconds; second++) {
    const before = world.serving.at(-1);
    for (const outage of outages) {
      if (outage.start === second) {
        const home = jurisdictionOf(outage.region)!;
        incidents.begin(faultOf(outage), home, before?.get(home) ?? regionsOf(home)[0]!);
      }
      if (outage.end === second) {
        incidents.clear(idOf(outage), second * 1000);
      }
    }
    const turned = new Map<string, number>();
    for (const region of regions) {
      const opposite = isBroken(outages, region, second) === health.get(region);
      const run = opposite ? against.get(region)! + 1 : 0;
      if (run > 0) {
        turned.set(region, (second - run + 1) * 1000);
      }
      against.set(region, run > detection ? 0 : run);
      if (run > detection) {
        health.set(region, !health.get(region));
      }
    }
    const serving = new Map(jurisdictionsHere.map((code) => [code as string, respond(code, health)]));
    world.healthy.push(new Map(health));
    world.serving.push(serving);
    incidents.observe({ at: second * 1000, healthy: new Map(health), turned, serving });
    for (const home of jurisdictionsHere) {
      const region = world.serving[Math.max(0, second - ttl)]!.get(home)!;
      const ok = !isBroken(outages, region, second);
      const request = { at: second * 1000 + 500, home, region: ok ? region : null, ok };
      world.requests.push(request);
      incidents.request(request);
    }
  }
  return world;
}

/** The primary where it is healthy, else the standby where that is, else the primary: as Route 53's failover records do. */
function respond(jurisdiction: string, health: ReadonlyMap<string, boolean>): string {
  const regions = regionsOf(jurisdiction);
  return regions.find((region) => health.get(region)) ?? regions[0]!;
}

const faultOf = (outage: Outage): Fault => ({
  id: idOf(outage),
  kind: outage.kind,
  region: outage.region,
  since: outage.start * 1000,
});

/** Invented health checks and failover: a Region that is down is unhealthy after 30 s, a standby takes over. */

import type { Place, TwinContext } from "../../local/context";
import type { HealthState, Probes } from "../../local/health";
import { nearestEdge, roundTripMs } from "../../local/network/round-trip";
import type { Resolution } from "../../local/resolution";
import { apiHost, lookupHost } from "../../model/names";
import { jurisdictionOf, regionStacks, regionsOf } from "../../model/topology";

export type FakeContext = Omit<TwinContext, "graph" | "stateDir" | "ports">;
export type FakeRouting = ReturnType<typeof fakeRouting>;

export const domain = "home.example";
const detectionMs = 30_000;
/** Checkers of a Region, and how long after each other they look. */
const checkers = 8;
const staggerMs = 1_250;

export function fakeRouting({ clock, events, faults, network }: FakeContext) {
  const regions = Object.values(regionStacks).map((stack) => stack.region);
  const healthy = new Map(regions.map((region) => [region, { healthy: true, since: clock.now() }]));

  const switched = new Map<string, number>();

  faults.onChange(({ fault, active }) => {
    const { region } = fault;
    if (fault.kind !== "region-down" || region === undefined) {
      return;
    }
    switched.set(region, clock.now());
    const detected = () => {
      if (faults.isDown(region) !== active) {
        return;
      }
      healthy.set(region, { healthy: !active, since: clock.now() });
      events.add("health", region, `health check of ${region} is ${active ? "unhealthy" : "healthy"}`);
    };
    clock.sleep(detectionMs).then(detected, () => {});
  });

  const health = (): HealthState[] =>
    regions.map((region) => ({
      service: "route53",
      name: `${region}-healthz`,
      region,
      target: `https://${region}.${apiHost(jurisdictionOf(region)!, domain)}/healthz`,
      ...healthy.get(region)!,
      detail: faults.isDown(region) ? "no connection in 4000 ms" : "200 in 31 ms",
      probes: probesOf(region),
    }));

  function probesOf(region: string): Probes {
    const switchedAt = switched.get(region);
    const seen = switchedAt === undefined ? 0 : Math.min(checkers, Math.ceil((clock.now() - switchedAt) / staggerMs));
    const failing = faults.isDown(region) ? seen : switchedAt === undefined ? 0 : checkers - seen;
    const agreed = healthy.get(region)?.healthy ? failing === 0 : failing === checkers;
    return { of: checkers, failing, turned: agreed ? null : switchedAt! };
  }

  const servingRegion = (jurisdiction: string) => {
    const own = regionsOf(jurisdiction);
    return own.find((region) => healthy.get(region)?.healthy) ?? own[0]!;
  };
  const lookupRegion = (from: Place) =>
    regions.filter((region) => healthy.get(region)?.healthy).sort((a, b) => far(from, a) - far(from, b))[0]!;
  const far = (from: Place, region: string) => roundTripMs(from, network.place(region));

  async function resolve(host: string, place: Place): Promise<Resolution> {
    const jurisdiction = ["CA", "US"].find((code) => apiHost(code, domain) === host);
    if (host === lookupHost(domain)) {
      const region = lookupRegion(place);
      const why = [
        `${host} is an alias to a5e62c55442ae4083.awsglobalaccelerator.com`,
        `nearest edge is ${nearestEdge(place).name}`,
        `${region} is the closest healthy endpoint group`,
      ];
      return { host, place: place.name, addresses: ["198.51.100.10"], ttl: 60, region, why };
    }
    if (!jurisdiction) {
      return {
        host,
        place: place.name,
        addresses: [],
        ttl: null,
        region: null,
        why: [`${host} does not exist`, "no address: nobody answers"],
      };
    }
    const region = servingRegion(jurisdiction);
    const role = regionsOf(jurisdiction)[0] === region ? "PRIMARY" : "SECONDARY";
    const why = [
      `${host} has failover records`,
      role === "PRIMARY" ? "PRIMARY is healthy" : "PRIMARY is unhealthy, SECONDARY is healthy",
      `answers ${region}`,
    ];
    return { host, place: place.name, addresses: [`203.0.113.${regions.indexOf(region) + 1}`], ttl: 20, region, why };
  }

  return { health, resolve, servingRegion, lookupRegion, far };
}

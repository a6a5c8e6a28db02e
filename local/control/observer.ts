/** Watches the twin as an operator would: health, what DNS answers, faults and their incidents, and the ledger's counts. */
import { apiHost } from "../../model/names";
import { jurisdictionOf, regionStacks, servedJurisdictions } from "../../model/topology";
import type { Fault, Place, Service } from "../context";
import type { HealthState } from "../health";
import type { Resolution } from "../resolution";
import type { TrafficStatus } from "../traffic";
import type { ControlDeps } from "./deps";
import { type Incident, Incidents } from "./incidents";
import { type LedgerCounts, Requests } from "./requests";
import { healthOfRegions, type RegionHealth, regionOf } from "./topology";

export interface Snapshot {
  now: number;
  regions: Record<string, RegionHealth>;
  health: HealthState[];
  faults: Fault[];
  /** Jurisdiction → what its API's name stands for now, seen from a place in it. */
  serving: Record<string, Resolution>;
  incidents: readonly Incident[];
  ledger: LedgerCounts;
  traffic: TrafficStatus;
}

/** Twin ms between two looks: well under the shortest interval that is measured, 10 s between probes. */
const lookMs = 500;

export class Observer implements Service {
  readonly requests: Requests;
  readonly incidents = new Incidents();
  readonly #serving: Record<string, Resolution> = {};
  #stop: () => void = () => {};

  constructor(readonly deps: ControlDeps) {
    const { faults, clock, ledger, network } = deps.context;
    const people = network.places().filter((place) => place.region === undefined);
    this.requests = new Requests(ledger, new Set(people.map((place) => place.name)), deps.people.nameOf);
    this.requests.onEnded((ended) => {
      for (const { personal, home, stops, ok, at, ms } of ended) {
        const region = stops.findLast((stop) => stop.region !== null)?.region ?? null;
        if (!personal && ok && region !== null) this.incidents.lookup({ at, region });
        if (!personal || home === null) continue;
        this.incidents.request({ at: at + ms, home, region, ok });
      }
    });
    faults.onChange(({ fault, active }) => {
      const jurisdiction = jurisdictionOf(fault.region);
      if (!active) this.incidents.clear(fault.id, clock.now());
      else if (jurisdiction) this.incidents.begin(fault, jurisdiction, this.#serving[jurisdiction]?.region ?? null);
    });
  }

  async start(): Promise<void> {
    await this.#look();
    this.#stop = this.deps.context.clock.every(lookMs, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stop();
    this.requests.stop();
  }

  snapshot(): Snapshot {
    const { context, traffic, health } = this.deps;
    const checks = health();
    return {
      now: context.clock.now(),
      regions: healthOfRegions(this.#regions(), checks),
      health: checks.map((check) => ({ ...check, region: regionOf(check) })),
      faults: context.faults.list(),
      serving: this.#serving,
      incidents: this.incidents.list(),
      ledger: this.requests.counts,
      traffic: traffic.status(),
    };
  }

  #regions(): string[] {
    return this.deps.stacks.flatMap((stack) => regionStacks[stack]?.region ?? []);
  }

  async #look(): Promise<void> {
    const { context, domain, health, resolve } = this.deps;
    const places = context.network.places();
    const served = servedJurisdictions();
    await Promise.all(
      served.map(async (jurisdiction) => {
        this.#serving[jurisdiction] = await resolve(apiHost(jurisdiction, domain), viewpoint(places, jurisdiction));
      }),
    );
    this.incidents.observe({
      at: context.clock.now(),
      healthy: dnsHealth(health()),
      serving: new Map(served.map((jurisdiction) => [jurisdiction, this.#serving[jurisdiction]?.region ?? null])),
    });
  }
}

/** A client place in the jurisdiction, so that its own people's view is shown; any other where it has none. */
function viewpoint(places: readonly Place[], jurisdiction: string): Place {
  const clients = places.filter((place) => place.region === undefined);
  const regions = Object.values(regionStacks).filter((stack) => stack.jurisdiction === jurisdiction);
  const inside = places.find((place) => regions.some((stack) => stack.region === place.region))?.country;
  return clients.find((place) => place.country === inside) ?? places[0]!;
}

/** A Region is unhealthy for DNS as soon as one of its health checks is. */
function dnsHealth(checks: readonly HealthState[]): Map<string, boolean> {
  const regions = new Map<string, boolean>();
  for (const check of checks) {
    const { service, healthy } = check;
    const region = regionOf(check);
    if (region !== null && service === "route53") regions.set(region, healthy && regions.get(region) !== false);
  }
  return regions;
}

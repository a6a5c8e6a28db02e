/** Watches the twin as an operator would: health, what DNS answers, faults and their incidents, and the ledger's counts. */
import { apiHost } from "../../model/names";
import { regionStacks, regionsOf, servedJurisdictions } from "../../model/topology";
import type { AlarmView } from "../cloudwatch/types";
import type { Place, Service } from "../context";
import type { WaitingWrites } from "../dynamodb/types";
import { type FaultView, viewOf } from "../faults/describe";
import type { HealthState } from "../health";
import type { Resolution } from "../resolution";
import type { TrafficStatus } from "../traffic";
import type { Incident } from "./course";
import type { ControlDeps, Evacuations, HeldRegions } from "./deps";
import { isCredible, type Lag } from "./host-lag";
import { Incidents } from "./incidents";
import { type Fare, PeopleNow } from "./people";
import { dnsHealth, turnedOf } from "./probes";
import { type LedgerCounts, Requests } from "./requests";
import { scopeOf } from "./scope";
import { Series } from "./series";
import type { RequestSummary } from "./summaries";
import { healthOfRegions, type RegionHealth, regionOf } from "./topology";
import { Writes } from "./writes";

export interface Snapshot {
  now: number;
  regions: Record<string, RegionHealth>;
  health: HealthState[];
  /** Those that ring. */
  alarms: AlarmView[];
  faults: FaultView[];
  /** Writes that have not been replicated yet. */
  replication: WaitingWrites[];
  evacuations: Evacuations;
  holds: HeldRegions;
  /** Regions in which data of people has just been written. */
  writing: string[];
  /** Jurisdiction → what its API's name stands for now, seen from a place in it. */
  serving: Record<string, Resolution>;
  /** Jurisdiction → its people's requests of the last seconds. */
  people: Record<string, Fare>;
  incidents: readonly Incident[];
  ledger: LedgerCounts;
  traffic: TrafficStatus;
  /** Real ms that this machine is behind, and whether times that are measured now can be believed. */
  lag: number;
  credible: boolean;
}

/** Twin ms between two looks: well under the shortest interval that is measured, 10 s between probes. */
const lookMs = 500;

export class Observer implements Service {
  readonly requests: Requests;
  readonly incidents: Incidents;
  readonly series = new Series();
  readonly #people = new PeopleNow();
  readonly #serving: Record<string, Resolution> = {};
  #evacuations: Evacuations = {};
  #holds: HeldRegions = {};
  readonly #writes = new Writes();
  #turned = new Map<string, number>();
  #stop: () => void = () => {};

  constructor(
    readonly deps: ControlDeps,
    readonly lag: Lag,
  ) {
    const { faults, clock, ledger, network } = deps.context;
    this.incidents = new Incidents(faults.kinds);
    const people = network.places().filter((place) => place.region === undefined);
    this.requests = new Requests(ledger, new Set(people.map((place) => place.name)), deps.people.nameOf);
    ledger.onHop((hop) => this.#writes.note(hop));
    this.requests.onEnded((ended) => {
      for (const request of ended) {
        this.#note(request);
      }
    });
    faults.onChange(({ fault, active }) => {
      if (!active) {
        return this.incidents.clear(fault.id, clock.now());
      }
      for (const jurisdiction of scopeOf(fault).jurisdictions) {
        this.incidents.begin(fault, jurisdiction, this.#serving[jurisdiction]?.region ?? null);
      }
    });
  }

  async start(): Promise<void> {
    await this.#look();
    this.#stop = this.deps.context.clock.every(lookMs, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stop();
    this.lag.stop();
    this.requests.stop();
  }

  snapshot(): Snapshot {
    const { context, traffic, health } = this.deps;
    const checks = health();
    const now = context.clock.now();
    const lag = this.lag.lagMs();
    return {
      now,
      regions: healthOfRegions(this.#regions(), checks),
      health: checks.map((check) => ({ ...check, region: regionOf(check) })),
      alarms: this.deps.alarms().filter(({ state }) => state === "ALARM"),
      faults: context.faults.list().map((fault) => viewOf(fault, context.faults.kinds[fault.kind]!)),
      replication: this.deps.replication(),
      evacuations: this.#evacuations,
      holds: this.#holds,
      writing: this.#writes.regions(now),
      serving: this.#serving,
      people: Object.fromEntries(servedJurisdictions().map((code) => [code, this.#people.fare(code, now)])),
      incidents: this.incidents.list(),
      ledger: this.requests.counts,
      traffic: traffic.status(),
      lag,
      credible: isCredible(lag, context.clock.speed),
    };
  }

  #regions(): string[] {
    return this.deps.stacks.flatMap((stack) => regionStacks[stack]?.region ?? []);
  }

  #note(request: RequestSummary): void {
    const { home, stops, ok, at, ms, lastMs, step } = request;
    const region = stops.findLast((stop) => stop.region !== null)?.region ?? null;
    const end = at + ms;
    const charged = region ?? (home !== null && step !== "lookup" ? this.#aimedAt(home) : null);
    if (charged !== null) {
      this.series.add(charged, { at: end, ms: lastMs, ok });
    }
    this.#people.add(request);
    if (step === "lookup") {
      if (region !== null) {
        this.incidents.lookup({ at: end, region, ok });
      }
    } else if (home !== null) {
      this.incidents.request({ began: at, at: end, home, region, ok, signIn: step === "sign-in" });
    }
  }

  /** Where a request went that no Region answered: most likely to one that is dark, else to the one that DNS answers. */
  #aimedAt(home: string): string | null {
    const known = regionsOf(home).find((region) => this.deps.context.faults.isDown(region));
    return known ?? this.#serving[home]?.region ?? null;
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
    [this.#evacuations, this.#holds] = await Promise.all([this.deps.evacuations(), this.deps.holds()]);
    const checks = health();
    this.incidents.observe({
      at: context.clock.now(),
      healthy: dnsHealth(checks),
      turned: this.#turned,
      serving: new Map(served.map((jurisdiction) => [jurisdiction, this.#serving[jurisdiction]?.region ?? null])),
      credible: isCredible(this.lag.lagMs(), context.clock.speed),
    });
    // What led to a change is what was seen before it.
    this.#turned = turnedOf(checks);
  }
}

/** A client place in the jurisdiction, so that its own people's view is shown; any other where it has none. */
function viewpoint(places: readonly Place[], jurisdiction: string): Place {
  const clients = places.filter((place) => place.region === undefined);
  const regions = Object.values(regionStacks).filter((stack) => stack.jurisdiction === jurisdiction);
  const inside = places.find((place) => regions.some((stack) => stack.region === place.region))?.country;
  return clients.find((place) => place.country === inside) ?? places[0]!;
}

/** What a fault led to, and when: the measured timeline of a failover. Pure: observations in, incidents out. */
import type { Fault } from "../context";

/**
 * `fault` → `unhealthy` (the health checks agree) → `answered` (DNS answers another Region) → `good` (first request of
 * the jurisdiction's data that succeeds there) → `cleared` (the fault is put back) → `healthy` → `returned` (DNS again).
 */
export type MarkKind = "fault" | "unhealthy" | "answered" | "good" | "cleared" | "healthy" | "returned";

export interface Mark {
  kind: MarkKind;
  at: number;
  /** The Region that answered or served. */
  region: string | null;
}

export interface Incident {
  /** The fault's id and when it began: a fault can come back. */
  id: string;
  fault: string;
  kind: Fault["kind"];
  region: string;
  jurisdiction: string;
  /** The Region that DNS answered with when the fault began. */
  before: string | null;
  marks: Mark[];
  /** Requests of the jurisdiction's data since the fault that failed, and all of them. */
  failed: number;
  requests: number;
}

export interface Observation {
  at: number;
  /** Region → whether its health checks say healthy. */
  healthy: ReadonlyMap<string, boolean>;
  /** Jurisdiction → Region that DNS answers with now, null for none. */
  serving: ReadonlyMap<string, string | null>;
}

const kept = 20;

export class Incidents {
  readonly #list: Incident[] = [];

  list(): readonly Incident[] {
    return this.#list;
  }

  begin(fault: Fault, jurisdiction: string, serving: string | null): void {
    const { id, kind, region, since } = fault;
    if (this.#list.some((one) => one.fault === id && !has(one, "cleared"))) return;
    const marks: Mark[] = [{ kind: "fault", at: since, region }];
    this.#list.push({
      id: `${id}@${Math.round(since)}`,
      fault: id,
      kind,
      region,
      jurisdiction,
      before: serving,
      marks,
      failed: 0,
      requests: 0,
    });
    if (this.#list.length > kept) this.#list.shift();
  }

  clear(fault: string, at: number): void {
    const incident = this.#list.find((one) => one.fault === fault && !has(one, "cleared"));
    if (incident) mark(incident, "cleared", at, incident.region);
  }

  /** What health checks and DNS say now. */
  observe({ at, healthy, serving }: Observation): void {
    for (const incident of this.#list) {
      const { region, jurisdiction } = incident;
      const answer = serving.get(jurisdiction) ?? null;
      if (!has(incident, "cleared")) {
        if (healthy.get(region) === false) mark(incident, "unhealthy", at, region);
        // With all of a jurisdiction dark, DNS answers a Region that is down: nothing has failed over then.
        const elsewhere = answer !== null && answer !== region && healthy.get(answer) !== false;
        if (incident.before === region && elsewhere) mark(incident, "answered", at, answer);
        continue;
      }
      if (healthy.get(region) === false) continue;
      if (has(incident, "unhealthy")) mark(incident, "healthy", at, region);
      if (has(incident, "answered") && answer === incident.before) mark(incident, "returned", at, answer);
    }
  }

  /** A lookup that `region` answered: one that is cut off from the registry goes on from its last copy. */
  lookup({ at, region }: { at: number; region: string }): void {
    for (const incident of this.#list) {
      if (incident.kind !== "registry-cut-off" || incident.region !== region || has(incident, "cleared")) continue;
      if (at > incident.marks[0]!.at) mark(incident, "good", at, region);
    }
  }

  /** A request with data of `home` that ended. `region` is where its data was served, null where nowhere. */
  request({ at, home, region, ok }: { at: number; home: string; region: string | null; ok: boolean }): void {
    for (const incident of this.#list) {
      if (incident.jurisdiction !== home || has(incident, "cleared") || at < incident.marks[0]!.at) continue;
      incident.requests += 1;
      if (!ok) incident.failed += 1;
      else if (region !== null && region !== incident.region && has(incident, "answered"))
        mark(incident, "good", at, region);
    }
  }
}

const has = (incident: Incident, kind: MarkKind) => incident.marks.some((one) => one.kind === kind);

/** The first time counts. */
function mark(incident: Incident, kind: MarkKind, at: number, region: string | null): void {
  if (!has(incident, kind)) incident.marks.push({ kind, at, region });
}

/** The course of one fault: its marks, and what is known about it while it goes on. */
import type { Fault } from "../context";
import { ServedAgain } from "./served-again";

/**
 * `fault` → `unhealthy` (the health checks agree) → `answered` (DNS answers another Region) → `good` (people's requests
 * are answered again) → `cleared` (the fault is put back) → `healthy` → `returned` (DNS again).
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
  /** What it is about, in words: `dynamodb profiles in ca-central-1`. */
  place: string;
  /** Whether it leaves nothing of the Region that could answer, and whether more than the registry feels it. */
  dark: boolean;
  touchesData: boolean;
  region: string;
  jurisdiction: string;
  /** The Region that DNS answered with when the fault began. */
  before: string | null;
  /** Whether the Region was unhealthy already, so that its detection could not be measured. */
  alreadyOut: boolean;
  /** The incident whose end brought the Region back, where this one ended first. */
  overtakenBy: string | null;
  marks: Mark[];
  /** Requests of the jurisdiction's data since the fault: those that it made fail, and all of them. */
  failed: number;
  requests: number;
  /** False where the host was too slow meanwhile for the times to be believed. */
  credible: boolean;
}

/** After this a repaired fault explains no new failure: the longest that a probe under way can still wait. */
export const settleMs = 15_000;

export class Course {
  readonly servedAgain = new ServedAgain();
  /** DNS answered one of its Regions when it began or since: its end can bring people back. */
  hits: boolean;
  /** DNS answers a Region that works and that it does not touch. */
  away: boolean;
  /** A Region of it was unhealthy meanwhile. */
  out: boolean;

  constructor(
    readonly incident: Incident,
    readonly regions: readonly string[],
    { hits, away }: { hits: boolean; away: boolean },
  ) {
    this.hits = hits;
    this.away = away;
    this.out = incident.alreadyOut;
  }

  get touchesData(): boolean {
    return this.incident.touchesData;
  }

  get isDark(): boolean {
    return this.incident.dark && this.isOn;
  }

  get since(): number {
    return this.incident.marks[0]!.at;
  }

  get cleared(): number | undefined {
    return this.time("cleared");
  }

  get isOn(): boolean {
    return this.cleared === undefined;
  }

  /** Whether it can still explain that something turns bad. */
  explains(time: number): boolean {
    if (time < this.since || this.incident.overtakenBy !== null) {
      return false;
    }
    return this.cleared === undefined || time <= this.cleared + settleMs;
  }

  /** Whether nothing more will follow from it. */
  isOver(time: number): boolean {
    if (this.cleared === undefined) {
      return false;
    }
    if (this.incident.overtakenBy !== null) {
      return true;
    }
    if (!this.out) {
      return time > this.cleared + settleMs;
    }
    return this.has(this.hits && this.away ? "returned" : "healthy");
  }

  covers(region: string | null): boolean {
    return region !== null && this.regions.includes(region);
  }

  has(kind: MarkKind): boolean {
    return this.time(kind) !== undefined;
  }

  time(kind: MarkKind): number | undefined {
    return this.incident.marks.find((mark) => mark.kind === kind)?.at;
  }

  /** The first time counts. Marks stay in the order of their times: `good` is known only after its window. */
  mark(kind: MarkKind, time: number, region: string | null): void {
    if (this.has(kind)) {
      return;
    }
    const { marks } = this.incident;
    marks.splice(marks.findLastIndex((mark) => mark.at <= time) + 1, 0, { kind, at: time, region });
  }
}

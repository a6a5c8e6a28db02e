/** What each fault led to, and when: the measured timeline of a failover. Pure: observations in, incidents out. */
import { jurisdictionOf } from "../../model/topology";
import type { Fault } from "../context";
import { placeName } from "../faults/describe";
import { isDark, touchesData } from "../faults/effects";
import { kindsOf } from "../faults/kinds";
import type { FaultKind } from "../faults/types";
import { causeOfFailure, causeOfOutage, causeOfReturn } from "./causes";
import { Course, type Incident } from "./course";
import { scopeOf } from "./scope";

export interface Observation {
  at: number;
  /** Region → whether its health checks say healthy. */
  healthy: ReadonlyMap<string, boolean>;
  /** Region → since when its probes say the opposite of what they said before. */
  turned?: ReadonlyMap<string, number>;
  /** Jurisdiction → Region that DNS answers with now, null for none. */
  serving: ReadonlyMap<string, string | null>;
  /** False where the host is too slow just now for times to be believed. */
  credible?: boolean;
}

export interface RequestSeen {
  began?: number;
  /** When it ended. */
  at: number;
  home: string;
  /** Where its data was served, null where nowhere. */
  region: string | null;
  ok: boolean;
  /** Signing in needs the home Region's user pool: it says nothing about those who are signed in. */
  signIn?: boolean;
}

const kept = 20;

export class Incidents {
  readonly #courses: Course[] = [];
  readonly #healthy = new Map<string, boolean>();
  /** Region → what made it unhealthy, and what brought it back. */
  readonly #outBy = new Map<string, Course>();
  readonly #backBy = new Map<string, Course>();

  readonly #kinds: Readonly<Record<string, FaultKind>>;

  constructor(kinds: Readonly<Record<string, FaultKind>> = kindsOf({})) {
    this.#kinds = kinds;
  }

  list(): readonly Incident[] {
    return this.#courses.map(({ incident }) => incident);
  }

  begin(fault: Fault, jurisdiction: string, serving: string | null): void {
    const { id, kind, since } = fault;
    const row = this.#kinds[kind]!;
    if (this.#on(id, jurisdiction)) {
      return;
    }
    const regions = scopeOf(fault).regions.filter((name) => jurisdictionOf(name) === jurisdiction);
    const [region = "everywhere"] = regions;
    const covers = (name: string | null) => name !== null && regions.includes(name);
    const alreadyOut = touchesData(row) && regions.some((name) => this.#healthy.get(name) === false);
    const unreturned = this.#courses.filter(
      (course) => course.touchesData && course.hits && !course.isOver(since) && course.regions.some(covers),
    );
    const incident: Incident = {
      id: `${id}@${Math.round(since)}`,
      fault: id,
      kind,
      place: placeName(fault),
      dark: isDark(row),
      touchesData: touchesData(row),
      region,
      jurisdiction,
      before: serving,
      alreadyOut,
      overtakenBy: null,
      marks: [{ kind: "fault", at: since, region }],
      failed: 0,
      requests: 0,
      credible: true,
    };
    const hits = covers(serving) || (alreadyOut && unreturned.length > 0);
    const away = serving !== null && !covers(serving) && this.#works(serving);
    this.#courses.push(new Course(incident, regions, { hits, away }));
    this.#forget();
  }

  clear(fault: string, time: number): void {
    for (const course of this.#courses) {
      if (course.incident.fault === fault && course.isOn) {
        course.mark("cleared", time, course.incident.region);
      }
    }
  }

  /** What health checks and DNS say now. */
  observe({ at, healthy, turned, serving, credible = true }: Observation): void {
    for (const [region, now] of healthy) {
      const before = this.#healthy.get(region) ?? true;
      this.#healthy.set(region, now);
      if (before && !now) {
        this.#unhealthy(region, at, turned?.get(region));
      }
      if (!before && now) {
        this.#healthyAgain(region, at, turned?.get(region));
      }
    }
    for (const [jurisdiction, region] of serving) {
      if (region === null) {
        continue;
      }
      for (const course of this.#ofData(jurisdiction)) {
        this.#answered(course, region, at);
      }
    }
    if (credible) {
      return;
    }
    for (const course of this.#courses) {
      if (!course.isOver(at)) {
        course.incident.credible = false;
      }
    }
  }

  /** A lookup that `region` answered: one that is cut off from the registry goes on from its cache. */
  lookup({ at, region, ok = true }: { at: number; region: string; ok?: boolean }): void {
    for (const course of this.#courses) {
      if (course.touchesData || !course.isOn || !course.covers(region) || at <= course.since) {
        continue;
      }
      this.#served(course, { at, region, ok });
    }
  }

  /** A request with data of `home` that ended. */
  request({ at, began = at, home, region, ok, signIn = false }: RequestSeen): void {
    const courses = this.#ofData(home).filter((course) => at >= course.since);
    const met = courses.filter((course) => course.isOn || began < course.cleared!);
    for (const { incident } of met) {
      incident.requests += 1;
    }
    const cause = ok ? undefined : causeOfFailure(met);
    if (cause) {
      cause.incident.failed += 1;
    }
    if (signIn) {
      return;
    }
    for (const course of courses) {
      const harmed = course.incident.failed > 0 || course.has("answered");
      if (harmed && !this.#isAnothers(course, at)) {
        this.#served(course, { at, region, ok });
      }
    }
  }

  #on(fault: string, jurisdiction: string): boolean {
    return this.#courses.some(
      ({ incident, isOn }) => incident.fault === fault && incident.jurisdiction === jurisdiction && isOn,
    );
  }

  #ofData(jurisdiction: string): Course[] {
    return this.#courses.filter((course) => course.incident.jurisdiction === jurisdiction && course.touchesData);
  }

  #works(region: string): boolean {
    return (
      this.#healthy.get(region) !== false && !this.#courses.some((course) => course.isDark && course.covers(region))
    );
  }

  #served(course: Course, outcome: { at: number; region: string | null; ok: boolean }): void {
    if (course.has("good") || course.incident.overtakenBy !== null) {
      return;
    }
    const good = course.servedAgain.add(outcome);
    if (good) {
      course.mark("good", good.at, good.region);
    }
  }

  /** After the repair, what another fault of the same Region does to people is not this one's. */
  #isAnothers(course: Course, time: number): boolean {
    const others = this.#courses.filter((other) => other !== course && other.touchesData && other.isOn);
    return (
      !course.isOn && others.some((other) => other.since <= time && other.regions.some((name) => course.covers(name)))
    );
  }

  #unhealthy(region: string, time: number, turned?: number): void {
    const cause = causeOfOutage(this.#courses, region, time, turned);
    if (!cause) {
      return;
    }
    for (const course of this.#courses) {
      if (course.covers(region) && course.explains(time)) {
        course.out = true;
      }
    }
    cause.mark("unhealthy", time, region);
    this.#outBy.set(region, cause);
  }

  #healthyAgain(region: string, time: number, turned?: number): void {
    const { cause, able } = causeOfReturn(this.#courses, region, turned);
    this.#outBy.delete(region);
    this.#backBy.delete(region);
    if (!cause?.regions.every((name) => this.#healthy.get(name) !== false)) {
      return;
    }
    cause.mark("healthy", time, region);
    this.#backBy.set(region, cause);
    for (const course of able.filter((other) => other !== cause)) {
      if (course.cleared! < cause.cleared!) {
        course.incident.overtakenBy = cause.incident.id;
      } else {
        course.out = false;
      }
    }
  }

  /** DNS sends the people of a fault's jurisdiction to `region`. */
  #answered(course: Course, region: string, time: number): void {
    if (course.covers(region)) {
      if (course.isOn) {
        course.hits = true;
      }
      const isBack = this.#backBy.get(region) === course && this.#works(region);
      if (isBack && course.hits && course.away) {
        course.mark("returned", time, region);
      }
      return;
    }
    // With all of a jurisdiction dark, DNS answers a Region that is down: nothing has failed over then.
    if (!this.#works(region)) {
      return;
    }
    if (course.hits && !course.away && this.#keepsOut(course, time)) {
      course.mark("answered", time, region);
    }
    if (course.isOn || course.explains(time)) {
      course.away = true;
    }
  }

  /** Whether it is this fault that keeps a Region of it out: what made it so, else what goes on since that was put back. */
  #keepsOut(course: Course, time: number): boolean {
    return course.regions.some((region) => {
      if (this.#healthy.get(region) !== false) {
        return false;
      }
      const first = this.#outBy.get(region);
      return (first?.explains(time) ? first : causeOfOutage(this.#courses, region, time)) === course;
    });
  }

  /** The oldest that is put back goes first. */
  #forget(): void {
    if (this.#courses.length <= kept) {
      return;
    }
    const oldest = this.#courses.findIndex((course) => !course.isOn);
    this.#courses.splice(Math.max(oldest, 0), 1);
  }
}

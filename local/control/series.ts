/** Requests, errors and the 95th percentile of their time, a Region and a few seconds each. Bounded: the oldest goes. */
import { percentile } from "../percentile";

export interface SeriesPoint {
  /** Begin of the interval, in the twin's time. */
  at: number;
  requests: number;
  errors: number;
  /** ms of those that were answered; null where none was. */
  p95: number | null;
}

export interface SeriesView {
  intervalMs: number;
  /** Region → points, oldest first; intervals without requests are left out. */
  regions: Record<string, SeriesPoint[]>;
}

export const intervalMs = 5_000;
const keptIntervals = 72;
/** Of more answers than this in one interval the first ones stand for all. */
const keptTimes = 500;

interface Interval {
  at: number;
  requests: number;
  errors: number;
  times: number[];
}

export class Series {
  readonly #regions = new Map<string, Interval[]>();

  add(region: string, { at, ms, ok }: { at: number; ms: number; ok: boolean }): void {
    const interval = this.#interval(region, Math.floor(at / intervalMs) * intervalMs);
    if (!interval) {
      return;
    }
    interval.requests += 1;
    if (!ok) {
      interval.errors += 1;
    } else if (interval.times.length < keptTimes) {
      interval.times.push(ms);
    }
  }

  view(): SeriesView {
    const points = [...this.#regions].map(([region, intervals]) => [region, intervals.map(pointOf)] as const);
    return { intervalMs, regions: Object.fromEntries(points) };
  }

  /** Undefined for a time that is forgotten. A request that took long can end in an interval that is not the last. */
  #interval(region: string, time: number): Interval | undefined {
    const intervals = this.#regions.get(region) ?? [];
    this.#regions.set(region, intervals);
    const known = intervals.find((interval) => interval.at === time);
    if (known) {
      return known;
    }
    const added = { at: time, requests: 0, errors: 0, times: [] };
    intervals.splice(intervals.findLastIndex((interval) => interval.at < time) + 1, 0, added);
    const oldest = intervals.at(-1)!.at - (keptIntervals - 1) * intervalMs;
    while (intervals[0]!.at < oldest) {
      intervals.shift();
    }
    return time < oldest ? undefined : added;
  }
}

function pointOf({ at, requests, errors, times }: Interval): SeriesPoint {
  return { at, requests, errors, p95: times.length ? percentile(times, 0.95) : null };
}

/** Which of several faults caused what is seen. Pure. */
import type { Course } from "./course";

const newest = (courses: readonly Course[], timeOf: (course: Course) => number) =>
  courses.reduce<Course | undefined>(
    (found, course) => (found === undefined || timeOf(course) > timeOf(found) ? course : found),
    undefined,
  );

/**
 * Why a Region became unhealthy: what began last before its probes started to fail (`turned`); where that is not known,
 * what was there first.
 */
export function causeOfOutage(courses: readonly Course[], region: string, time: number, turned?: number) {
  const able = courses.filter((course) => course.touchesData && course.covers(region) && course.explains(time));
  const before = able.filter(({ since }) => turned !== undefined && since <= turned);
  return newest(before, ({ since }) => since) ?? newest(able, ({ since }) => -since);
}

/** Why a Region became healthy: what was put back last before its probes started to pass; else what was put back last. */
export function causeOfReturn(courses: readonly Course[], region: string, turned?: number) {
  const able = courses.filter(
    (course) =>
      course.touchesData &&
      course.covers(region) &&
      course.out &&
      !course.isOn &&
      course.incident.overtakenBy === null &&
      !course.has("healthy"),
  );
  const cleared = (course: Course) => course.cleared!;
  const before = able.filter((course) => turned !== undefined && cleared(course) <= turned);
  return { cause: newest(before, cleared) ?? newest(able, cleared), able };
}

/**
 * Why a request with data failed: of the faults that hit a Region which DNS sent people to, one that leaves nothing
 * answering, then one whose people are not served yet, then the latest.
 */
export function causeOfFailure(courses: readonly Course[]): Course | undefined {
  const rank = (course: Course) => [Number(course.isDark), Number(!course.has("good")), course.since];
  return courses
    .filter(({ hits }) => hits)
    .sort(
      (a, b) =>
        rank(b)
          .map((value, index) => value - rank(a)[index]!)
          .find(Boolean) ?? 0,
    )[0];
}

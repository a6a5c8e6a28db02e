/** What an alarm makes of the data points in its window: M of N, and what missing ones mean. Pure. */
import { percentile } from "../percentile";
import type { Point } from "./metric-math";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What a declared alarm says of its evaluation. */
export interface AlarmTerms {
  comparisonOperator: string;
  threshold: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  treatMissingData?: string;
}

const comparisons: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * `points` are those of the newest `evaluationPeriods` periods. A missing one counts as `treatMissingData` says; where all
 * are missing, `ignore` keeps the state and `missing` (the default) says INSUFFICIENT_DATA. Undefined: the state stays.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function stateOf(points: readonly Point[], terms: AlarmTerms): AlarmState | undefined {
  const { comparisonOperator, threshold, evaluationPeriods, treatMissingData: missing = "missing" } = terms;
  const breaches = comparisons[comparisonOperator];
  if (!breaches) {
    throw new SyntaxError(`comparison ${comparisonOperator} is not supported`);
  }
  const known = points.filter((point) => point !== undefined);
  if (known.length === 0 && missing !== "breaching" && missing !== "notBreaching") {
    return missing === "ignore" ? undefined : "INSUFFICIENT_DATA";
  }
  const breaching =
    known.filter((point) => breaches(point, threshold)).length +
    (missing === "breaching" ? points.length - known.length : 0);
  return breaching >= (terms.datapointsToAlarm ?? evaluationPeriods) ? "ALARM" : "OK";
}

const statistics: Record<string, (values: readonly number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  SampleCount: (values) => values.length,
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
};

/** Of the values of one period: `Sum`, `p99`, … Undefined without any. Throws SyntaxError for one that is not supported here. */
export function statistic(name: string, values: readonly number[]): Point {
  const compute = statistics[name];
  const share = percentileOf(name);
  if (!compute && share === undefined) {
    throw new SyntaxError(`statistic ${name} is not supported`);
  }
  if (values.length === 0) {
    return undefined;
  }
  return compute ? compute(values) : percentile(values, share!);
}

/** Fewer values than this say nothing of a percentile: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
export function enoughFor(name: string, count: number): boolean {
  const share = percentileOf(name);
  return !share || count >= 10 / Math.min(share, 1 - share);
}

/** `p99` → 0.99. */
function percentileOf(name: string): number | undefined {
  const [, percent] = /^p(\d{1,2}(?:\.\d+)?)$/.exec(name) ?? [];
  return percent === undefined ? undefined : Number(percent) / 100;
}

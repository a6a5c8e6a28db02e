/**
 * What CloudWatch makes of a line of a log: metrics, where it is a document of the embedded metric format. Pure.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** One metric of one set of dimensions, with the values that a line has for it. */
export interface Datum {
  namespace: string;
  name: string;
  unit: string;
  dimensions: Record<string, string>;
  /** ms since the epoch. */
  at: number;
  values: number[];
}

type Node = Record<string, any>;

const maxEventBytes = 1024 * 1024;
const maxDimensions = 30;
const maxMetrics = 100;
const maxValues = 100;
const maxText = 1024;

/** Undefined for a line that is none; faults where CloudWatch would make nothing of it. */
export function dataOf(line: string): { data: Datum[] } | { issues: string[] } | undefined {
  let root: Node;
  try {
    root = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof root?._aws !== "object") {
    return undefined;
  }
  const issues: string[] = [];
  const hold = (rule: boolean, issue: string) => void (rule || issues.push(issue));
  const { Timestamp: at, CloudWatchMetrics: directives } = root._aws;
  hold(Buffer.byteLength(line) <= maxEventBytes, `the line has more than ${maxEventBytes} bytes`);
  hold(Number.isSafeInteger(at), "_aws.Timestamp is no number of milliseconds");
  if (!Array.isArray(directives)) {
    return { issues: [...issues, "_aws.CloudWatchMetrics is no list"] };
  }
  const data = directives.flatMap((directive: Node) => directiveData(root, directive, at, hold));
  return issues.length > 0 ? { issues } : { data };
}

function directiveData(
  root: Node,
  directive: Node,
  time: number,
  hold: (rule: boolean, issue: string) => void,
): Datum[] {
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
  hold(isText(namespace), "a Namespace is no text of 1 to 1024 characters");
  hold(Array.isArray(sets) && sets.length > 0, "Dimensions is no list of sets");
  hold(Array.isArray(metrics) && metrics.length <= maxMetrics, `Metrics is no list of at most ${maxMetrics}`);
  const data: Datum[] = [];
  for (const set of Array.isArray(sets) ? sets : []) {
    hold(Array.isArray(set) && set.length <= maxDimensions, `a set has more than ${maxDimensions} dimensions`);
    for (const name of set) {
      hold(isText(root[name]), `dimension ${name} is no text of 1 to 1024 characters`);
    }
    const dimensions = Object.fromEntries(set.map((name: string) => [name, root[name]]));
    for (const { Name: name, Unit: unit = "None" } of Array.isArray(metrics) ? metrics : []) {
      const values: unknown[] = Array.isArray(root[name]) ? root[name] : [root[name]];
      hold(values.length <= maxValues, `metric ${name} has more than ${maxValues} values`);
      hold(values.every(Number.isFinite), `metric ${name} has a value that is no number`);
      data.push({ namespace, name, unit, dimensions, at: time, values: values as number[] });
    }
  }
  return data;
}

const isText = (value: unknown) => typeof value === "string" && value.length > 0 && value.length <= maxText;

export interface MetricSummary extends Omit<Datum, "at" | "values"> {
  count: number;
  min: number;
  p50: number;
  p95: number;
  max: number;
  /** When its last value was measured. */
  last: number;
}

/** One summary for each metric and its dimensions, the most measured first. */
export function summarize(data: readonly Datum[]): MetricSummary[] {
  const key = ({ namespace, name, dimensions }: Datum) => JSON.stringify([namespace, name, dimensions]);
  const summaries = [...Map.groupBy(data, key).values()].map((group) => {
    const { namespace, name, unit, dimensions } = group[0]!;
    const sorted = group.flatMap(({ values }) => values).sort((a, b) => a - b);
    const valueAt = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
    const last = Math.max(...group.map((datum) => datum.at));
    const spread = { min: valueAt(0), p50: valueAt(0.5), p95: valueAt(0.95), max: valueAt(1) };
    return { namespace, name, unit, dimensions, count: sorted.length, ...spread, last };
  });
  return summaries.sort((a, b) => b.count - a.count);
}

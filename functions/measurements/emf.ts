/**
 * Measurements as documents of CloudWatch's embedded metric format: a line of the log that CloudWatch makes metrics of.
 * So the function needs no permission for metrics, waits for nobody, and keeps nothing itself. The specification's limits:
 * 30 dimensions a set, 100 metrics a directive, 100 values an array, 1 MB a log event. Pure.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import type { Measured } from "./measurement";

export const namespace = "HomeRegion/Clients";
export const maxValues = 100;

export type EmfDocument = Record<string, unknown>;

/** CloudWatch does not add up over dimensions: a second, smaller set is for alarms and a first look. */
const dimensionSets = [
  ["Kind", "Region", "Jurisdiction", "Network", "Outcome"],
  ["Kind", "Jurisdiction", "Outcome"],
];
/** Each metric of each set is paid for: attempts in the small one only. */
const directives = [
  { Namespace: namespace, Dimensions: dimensionSets, Metrics: [{ Name: "Duration", Unit: "Milliseconds" }] },
  { Namespace: namespace, Dimensions: dimensionSets.slice(1), Metrics: [{ Name: "Attempts", Unit: "Count" }] },
];

/** One document for all measurements that share dimensions and minute, and more where they are more than 100. */
export function documentsOf(measured: readonly Measured[]): EmfDocument[] {
  const groups = Map.groupBy(measured, ({ ms: _, attempts: __, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].flatMap((group) => chunks(group).map(documentOf));
}

/** What clients have lost before they could send it: whoever reads the metrics should know that they lack something. */
export function lostDocument(lost: number, jurisdiction: string, now: number): EmfDocument[] {
  if (lost === 0) {
    return [];
  }
  const directive = {
    Namespace: namespace,
    Dimensions: [["Jurisdiction"]],
    Metrics: [{ Name: "Lost", Unit: "Count" }],
  };
  return [{ _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, Jurisdiction: jurisdiction, Lost: lost }];
}

function documentOf(group: readonly Measured[]): EmfDocument {
  const { kind, region, jurisdiction, network, outcome, minute } = group[0]!;
  return {
    _aws: { Timestamp: minute, CloudWatchMetrics: directives },
    Kind: kind,
    Region: region,
    Jurisdiction: jurisdiction,
    Network: network,
    Outcome: outcome,
    Duration: group.map(({ ms }) => ms),
    Attempts: group.map(({ attempts }) => attempts),
  };
}

function chunks(group: readonly Measured[]): Measured[][] {
  const count = Math.ceil(group.length / maxValues);
  return Array.from({ length: count }, (_, index) => group.slice(index * maxValues, (index + 1) * maxValues));
}

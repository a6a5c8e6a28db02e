/** An alarm as a component asks for it: what it watches, not whom it tells. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface AlarmSpec
  extends Omit<aws.cloudwatch.MetricAlarmArgs, "alarmActions" | "okActions" | "tags" | "region"> {
  /** Last part of its logical name, the component's own name first: `lookup-errors`. */
  label: string;
  alarmDescription: string;
  /** Where its metric is: in the stack's Region, or with all of Route 53's. @default "region" */
  metrics?: "region" | "route53";
}

/** Three bad minutes out of five: one cold start or one lost minute wakes nobody. */
export const threeOfFive = { evaluationPeriods: 5, datapointsToAlarm: 3, comparisonOperator: "GreaterThanThreshold" };
/** Where nobody asks, nothing is wrong; a Region that is gone is what the failover alarm tells. */
export const quietWithoutData = { treatMissingData: "notBreaching" };
export const slowest = { extendedStatistic: "p99", evaluateLowSampleCountPercentiles: "ignore" };

/** What CloudWatch counts of one thing. */
export interface Metric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, pulumi.Input<string>>;
  /** @default "Sum" */
  stat?: "SampleCount";
}

/** So many failures in five minutes are no accident, however few users there are … */
export const leastFailures = 5;
/** … and more than this share of what was asked, 0 to 1, is no background noise, however many there are. */
const tolerableShare = 0.05;

/** Metric math. A metric that is written only where it happens has no data otherwise. */
export const sumOf = (ids: readonly string[]) => ids.map((id) => `FILL(${id}, 0)`).join(" + ");

/**
 * Tells when users are refused: five failures of five requests, not five of a thousand. A metric that is in both lists is
 * asked for once. The window of five minutes moves with each evaluation, which is each minute:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function onFailures(failures: readonly Metric[], requests: readonly Metric[]) {
  const ids = new Map([...new Set([...failures, ...requests])].map((metric, index) => [metric, `metric${index}`]));
  const total = (metrics: readonly Metric[]) => sumOf(metrics.map((metric) => ids.get(metric)!));
  return {
    ...quietWithoutData,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: tolerableShare,
    metricQueries: [
      {
        id: "share",
        label: "Share of requests that failed",
        expression: `IF(failures >= ${leastFailures}, failures / requests, 0)`,
        returnData: true,
      },
      { id: "failures", expression: total(failures) },
      { id: "requests", expression: total(requests) },
      ...[...ids].map(([{ stat = "Sum", ...metric }, id]) => ({ id, metric: { ...metric, period: 300, stat } })),
    ],
  };
}

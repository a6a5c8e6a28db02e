/** An alarm as a component asks for it: what it watches, not whom it tells. */
import type * as aws from "@pulumi/aws";

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
/** Share of answers with a 5XX status, 0 to 1, that is too much. Health checkers ask about a hundred times a minute, so it means something without any user. */
export const tooManyErrors = 0.05;

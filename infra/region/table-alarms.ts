/** When somebody must hear of a jurisdiction's tables. */
import { type RegionStack, regionsOf } from "../../model/topology";
import { type AlarmSpec, onFailures, quietWithoutData } from "../shared/alarm";

/** What a Region that is lost now would lose with it, ms: a minute of writes, of the five that may be lost. */
const longestLagMs = 60_000;
const operations = ["GetItem", "PutItem", "TransactWriteItems"];

/**
 * DynamoDB's errors and how late its other replicas are. Alarms on its metrics take missing data for nothing, whatever they say:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function tableAlarms(name: string, TableName: string, { jurisdiction, region }: RegionStack): AlarmSpec[] {
  const failed = perOperation(TableName, "SystemErrors");
  const succeeded = perOperation(TableName, "SuccessfulRequestLatency").map((metric) => ({
    ...metric,
    stat: "SampleCount" as const,
  }));
  return [
    {
      ...onFailures(failed, [...failed, ...succeeded]),
      label: `${name}-errors`,
      alarmDescription: `DynamoDB fails on ${TableName}`,
    },
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html#ReplicationLatency
    ...regionsOf(jurisdiction)
      .filter((other) => other !== region)
      .map((ReceivingRegion) => ({
        ...quietWithoutData,
        label: `${name}-late-in-${ReceivingRegion}`,
        alarmDescription: `Writes of ${TableName} are late in ${ReceivingRegion}`,
        namespace: "AWS/DynamoDB",
        metricName: "ReplicationLatency",
        dimensions: { TableName, ReceivingRegion },
        statistic: "Average",
        period: 60,
        evaluationPeriods: 5,
        comparisonOperator: "GreaterThanThreshold",
        threshold: longestLagMs,
      })),
  ];
}

const perOperation = (TableName: string, metricName: string) =>
  operations.map((Operation) => ({ namespace: "AWS/DynamoDB", metricName, dimensions: { TableName, Operation } }));

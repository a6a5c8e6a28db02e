/** When somebody must hear of a function: it throws, times out or cannot start, or there is no more of it. */
import type * as aws from "@pulumi/aws";
import { type AlarmSpec, onFailures } from "../shared/alarm";

/**
 * Failing in what it answers is its caller's to tell. An invocation that is throttled counts neither as an invocation nor as
 * an error: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function functionAlarms(name: string, { name: FunctionName }: aws.lambda.Function): AlarmSpec[] {
  const metric = (metricName: string) => ({ namespace: "AWS/Lambda", metricName, dimensions: { FunctionName } });
  const [invocations, throttles] = [metric("Invocations"), metric("Throttles")];
  return [
    {
      ...onFailures([metric("Errors")], [invocations]),
      label: `${name}-function-errors`,
      alarmDescription: `Function ${name} fails`,
    },
    {
      ...onFailures([throttles], [throttles, invocations]),
      label: `${name}-function-throttles`,
      alarmDescription: `Function ${name} is throttled: it may run no more often at once`,
    },
  ];
}

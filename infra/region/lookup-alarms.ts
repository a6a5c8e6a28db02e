/** When somebody must hear of the lookup. */
import type * as aws from "@pulumi/aws";
import { type AlarmSpec, onFailures, quietWithoutData, slowest, threeOfFive } from "../shared/alarm";

/** p99, milliseconds that the lookup runs, cold starts left out. It ends after 3 s: a limit above that would never be reached. */
const slowMs = 500;

export function lookupAlarms(
  name: string,
  loadBalancer: aws.lb.LoadBalancer,
  lookup: aws.lambda.Function,
): AlarmSpec[] {
  return [
    { ...onErrors(loadBalancer), label: `${name}-errors` },
    { ...onLatency(lookup), label: `${name}-latency` },
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function onErrors({ arnSuffix: LoadBalancer }: aws.lb.LoadBalancer) {
  const metric = (metricName: string) => ({
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions: { LoadBalancer },
  });
  // A function that fails is the load balancer's 502, its own 503 the target's. Requests without a target are not among
  // RequestCount.
  const own = metric("HTTPCode_ELB_5XX_Count");
  return {
    ...onFailures([metric("HTTPCode_Target_5XX_Count"), own], [metric("RequestCount"), own]),
    alarmDescription: "The lookup fails for users",
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function onLatency(lookup: aws.lambda.Function) {
  return {
    ...threeOfFive,
    ...quietWithoutData,
    ...slowest,
    alarmDescription: "The lookup answers slowly (p99)",
    namespace: "AWS/Lambda",
    metricName: "Duration",
    dimensions: { FunctionName: lookup.name },
    period: 60,
    threshold: slowMs,
  };
}

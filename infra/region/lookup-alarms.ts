/** When somebody must hear of the lookup. */
import type * as aws from "@pulumi/aws";
import { type AlarmSpec, quietWithoutData, slowest, threeOfFive, tooManyErrors } from "../shared/alarm";

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
function onErrors(loadBalancer: aws.lb.LoadBalancer) {
  const sum = (id: string, metricName: string) => ({
    id,
    metric: {
      namespace: "AWS/ApplicationELB",
      metricName,
      dimensions: { LoadBalancer: loadBalancer.arnSuffix },
      period: 60,
      stat: "Sum",
    },
  });
  return {
    ...threeOfFive,
    ...quietWithoutData,
    alarmDescription: "The lookup answers with errors",
    metricQueries: [
      // A function that fails is the load balancer's 502, its own 503 the target's.
      {
        id: "rate",
        label: "Share of errors",
        expression: "(FILL(target, 0) + FILL(balancer, 0)) / requests",
        returnData: true,
      },
      sum("target", "HTTPCode_Target_5XX_Count"),
      sum("balancer", "HTTPCode_ELB_5XX_Count"),
      sum("requests", "RequestCount"),
    ],
    threshold: tooManyErrors,
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

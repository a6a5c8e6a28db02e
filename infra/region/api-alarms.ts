/** When somebody must hear of the API. */
import type * as aws from "@pulumi/aws";
import { type AlarmSpec, quietWithoutData, slowest, threeOfFive, tooManyErrors } from "../shared/alarm";

/** p99, milliseconds from API Gateway's taking a request to its answer. Functions end after 5 s: a limit above that would never be reached. */
const slowMs = 2000;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export function apiAlarms(name: string, api: aws.apigateway.RestApi, stage: aws.apigateway.Stage): AlarmSpec[] {
  const watched = (metricName: string) => ({
    ...threeOfFive,
    ...quietWithoutData,
    namespace: "AWS/ApiGateway",
    metricName,
    dimensions: { ApiName: api.name, Stage: stage.stageName },
    period: 60,
  });
  return [
    {
      ...watched("5XXError"),
      label: `${name}-errors`,
      alarmDescription: "The API answers with errors of its own",
      statistic: "Average",
      threshold: tooManyErrors,
    },
    {
      ...watched("Latency"),
      ...slowest,
      label: `${name}-latency`,
      alarmDescription: "The API answers slowly (p99)",
      threshold: slowMs,
    },
  ];
}

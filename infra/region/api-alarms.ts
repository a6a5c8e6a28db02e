/** When somebody must hear of the API: by what its users ask, so that health checkers, who ask all the time, hide nothing. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Route, routesThrough } from "../../model/routes";
import {
  type AlarmSpec,
  leastFailures,
  onFailures,
  quietWithoutData,
  slowest,
  sumOf,
  threeOfFive,
} from "../shared/alarm";
import type { RegionContext } from "./context";

/** p99, milliseconds from API Gateway's taking a request to its response. Functions end after 5 s: a limit above that would never be reached. */
const slowMs = 2000;

export function apiAlarms(
  name: string,
  ctx: RegionContext,
  api: aws.apigateway.RestApi,
  stage: aws.apigateway.Stage,
): AlarmSpec[] {
  const routes = routesThrough("api").filter(({ access }) => access === "token");
  const watched = routes.map((route) => ({ route, metric: metricsOf(route, api, stage) }));
  const alarms = watched.flatMap(({ route, metric }) => onRoute(`${name}-${labelOf(route)}`, route, metric));
  const writes = watched.filter(({ route }) => isWrite(route));
  return ctx.config.role === "standby" ? [...alarms, onFailover(name, ctx, writes)] : alarms;
}

type MetricOf = ReturnType<typeof metricsOf>;

/** By method and resource, which the stage's detailed metrics have: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
function metricsOf({ method, path }: Route, api: aws.apigateway.RestApi, stage: aws.apigateway.Stage) {
  const dimensions: Record<string, pulumi.Input<string>> = {
    ApiName: api.name,
    Stage: stage.stageName,
    Method: method,
    Resource: path,
  };
  return (metricName: string) => ({ namespace: "AWS/ApiGateway", metricName, dimensions });
}

function onRoute(label: string, { method, path }: Route, metric: MetricOf): AlarmSpec[] {
  return [
    {
      ...onFailures([metric("5XXError")], [metric("Count")]),
      label: `${label}-errors`,
      alarmDescription: `${method} ${path} fails for users`,
    },
    {
      ...threeOfFive,
      ...quietWithoutData,
      ...slowest,
      ...metric("Latency"),
      period: 60,
      label: `${label}-latency`,
      alarmDescription: `${method} ${path} answers slowly (p99)`,
      threshold: slowMs,
    },
  ];
}

/**
 * Tells of failing over where users arrive: Route 53's metrics are in us-east-1 alone. Writes only, since clients send slow
 * reads to the standby at any time.
 */
function onFailover(name: string, ctx: RegionContext, writes: readonly { metric: MetricOf }[]): AlarmSpec {
  const counts = writes.map(({ metric }, index) => ({
    id: `writes${index}`,
    metric: { ...metric("Count"), period: 60, stat: "Sum" },
  }));
  return {
    ...quietWithoutData,
    label: `${name}-serves`,
    alarmDescription: `${ctx.config.region} takes writes of users: its sibling has been left`,
    evaluationPeriods: 2,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: leastFailures,
    metricQueries: [
      {
        id: "writes",
        label: "Writes",
        expression: sumOf(counts.map(({ id }) => id)),
        returnData: true,
      },
      ...counts,
    ],
  };
}

const isWrite = ({ method }: Route) => method !== "GET";

/** `GET /v1/profile` → `get-v1-profile`. */
const labelOf = ({ method, path }: Route) =>
  `${method}${path}`
    .toLowerCase()
    .match(/[a-z0-9]+/g)!
    .join("-");

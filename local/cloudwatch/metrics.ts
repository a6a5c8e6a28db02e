/** What AWS's services report to CloudWatch of a call, as far as it is counted here: from a hop of the ledger. Pure. */
import type { Graph, Resource } from "../../graph/graph";
import { jurisdictionOf } from "../../model/topology";
import { stagesOf } from "../api-gateway/rules/declared";
import { matchRoute } from "../api-gateway/rules/routing";
import { apiGateway } from "../api-gateway/types";
import type { Hop } from "../context";
import { dynamodb } from "../dynamodb/types";
import { refusals } from "../lambda/rules";
import { lambda } from "../lambda/types";
import { loadBalancer } from "../load-balancer/types";

/** One value that is reported of one metric. */
export interface MetricValue {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  value: number;
}

/** Namespace → the metrics that are counted here. */
export const counted: Readonly<Record<string, readonly string[]>> = {
  "AWS/ApiGateway": ["Count", "4XXError", "5XXError", "Latency"],
  "AWS/ApplicationELB": ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"],
  "AWS/DynamoDB": ["SystemErrors", "SuccessfulRequestLatency"],
  "AWS/Lambda": ["Invocations", "Errors", "Throttles", "Duration"],
  "AWS/Route53": ["HealthCheckStatus"],
};

/** What a hop adds to which metrics, for the resources of a graph. */
export function metricsOfHops(graph: Graph): (hop: Hop) => MetricValue[] {
  const readers: Record<string, (hop: Hop) => MetricValue[]> = {
    [apiGateway.name]: ofApis(graph),
    [lambda.name]: ofFunctions(graph),
    [loadBalancer.name]: ofBalancers(graph),
    [dynamodb.name]: ofTables(graph),
  };
  return (hop) => readers[hop.service]?.(hop) ?? [];
}

/** By stage, and by route: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
function ofApis(graph: Graph) {
  const stages = new Map(
    graph
      .ofType("aws:apigateway/restApi:RestApi")
      .flatMap((api) => stagesOf(graph, api.region!).filter((stage) => stage.api === api))
      .map((stage) => [`${stage.api.region} ${stage.api.name}`, stage]),
  );
  return ({ region, resource, action, outcome, ms }: Hop): MetricValue[] => {
    const stage = stages.get(`${region} ${resource}`);
    if (!stage) {
      return [];
    }
    const [method = "", path = ""] = action.split(" ");
    const route = matchRoute(stage.routes, path)?.route;
    const byStage = { ApiName: String(stage.api.outputs.name), Stage: stage.name };
    const status = Number(outcome);
    return [byStage, ...(route ? [{ ...byStage, Method: method, Resource: route.path }] : [])].flatMap((dimensions) =>
      Object.entries({
        Count: 1,
        "4XXError": Number(status >= 400 && status < 500),
        "5XXError": Number(status >= 500),
        Latency: ms,
      }).map(([metricName, value]) => ({ namespace: "AWS/ApiGateway", metricName, dimensions, value })),
    );
  };
}

/**
 * What Lambda refuses is no invocation, and throttles are counted apart:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function ofFunctions(graph: Graph) {
  const names = outputsByPlace(graph.ofType("aws:lambda/function:Function"), "name");
  return ({ region, resource, outcome, ms }: Hop): MetricValue[] => {
    const FunctionName = names.get(`${region} ${resource}`);
    if (!FunctionName) {
      return [];
    }
    const dimensions = { FunctionName };
    const add = (metricName: string, value: number) => ({ namespace: "AWS/Lambda", metricName, dimensions, value });
    if (outcome === throttled) {
      return [add("Throttles", 1)];
    }
    if (isRefusal(outcome)) {
      return [];
    }
    const failed = !/^(ok|decision|\d{3})$/.test(outcome);
    return [add("Invocations", 1), add("Errors", Number(failed)), add("Duration", ms)];
  };
}

const throttled = "TooManyRequestsException";
/** Lambda's own errors: the function has not run. */
const isRefusal = (outcome: string) => Object.hasOwn(refusals, outcome) || /^(KMS|AccessDenied)/.test(outcome);

/** A 502 or 504 is the load balancer's own, any other 5XX its target's. */
function ofBalancers(graph: Graph) {
  const suffixes = outputsByPlace(graph.ofType("aws:lb/loadBalancer:LoadBalancer"), "arnSuffix");
  return ({ region, resource, outcome }: Hop): MetricValue[] => {
    const LoadBalancer = suffixes.get(`${region} ${resource}`);
    if (!LoadBalancer) {
      return [];
    }
    const own = ["502", "504"].includes(outcome);
    const failed = Number(outcome) >= 500;
    return ["RequestCount", ...(failed ? [own ? "HTTPCode_ELB_5XX_Count" : "HTTPCode_Target_5XX_Count"] : [])].map(
      (metricName) => ({ namespace: "AWS/ApplicationELB", metricName, dimensions: { LoadBalancer }, value: 1 }),
    );
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
function ofTables(graph: Graph) {
  // A replica goes by its table's name, in every Region that has one.
  const names = new Map(
    graph
      .ofType("aws:dynamodb/table:Table")
      .map((table) => [`${jurisdictionOf(table.region!)} ${table.name}`, String(table.outputs.name)]),
  );
  return ({ region, resource, action: Operation, outcome, ms }: Hop): MetricValue[] => {
    const TableName = region === null ? undefined : names.get(`${jurisdictionOf(region)} ${resource}`);
    if (!TableName) {
      return [];
    }
    const dimensions = { TableName, Operation };
    const add = (metricName: string, value: number) => ({ namespace: "AWS/DynamoDB", metricName, dimensions, value });
    if (outcome === "ok") {
      return [add("SuccessfulRequestLatency", ms)];
    }
    return /InternalServerError|ServiceUnavailable/.test(outcome) ? [add("SystemErrors", 1)] : [];
  };
}

const outputsByPlace = (resources: readonly Resource[], output: string) =>
  new Map(resources.map(({ region, name, outputs }) => [`${region} ${name}`, String(outputs[output])]));

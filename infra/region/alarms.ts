import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { route53MetricsRegion } from "../../model/topology";
import { AlarmTopic } from "../shared/alarm-topic";
import type { Api } from "./api";
import { type Foundation, tags } from "./foundation";
import type { Lookup } from "./lookup";

/**
 * What is too much. Health checkers ask each API about a hundred times a minute, so a rate means something without any
 * user. Functions end after 5 s (the lookup's after 3 s): a limit above that would never be reached.
 */
const limits = {
  /** Share of answers with a 5XX status, 0 to 1. */
  errorRate: 0.05,
  /** p99, milliseconds from API Gateway's taking a request to its answer. */
  apiLatencyMs: 2000,
  /** p99, milliseconds that the lookup runs, cold starts left out. */
  lookupDurationMs: 500,
};

/** Three bad minutes out of five: one cold start or one lost minute wakes nobody. */
const window = { evaluationPeriods: 5, datapointsToAlarm: 3, comparisonOperator: "GreaterThanThreshold" };
/** Where nobody asks, nothing is wrong; a Region that is gone is what the failover alarm tells. */
const quiet = { treatMissingData: "notBreaching" };
const slowest = { extendedStatistic: "p99", evaluateLowSampleCountPercentiles: "ignore" };

export interface RegionAlarmsArgs {
  api: Api;
  lookup: Lookup;
  healthCheck: aws.route53.HealthCheck;
}

type AlarmArgs = Omit<aws.cloudwatch.MetricAlarmArgs, "alarmActions" | "okActions" | "tags">;

/** Tells somebody when this Region's API or lookup fails or is slow, and when Route 53 fails over from it. */
export class RegionAlarms extends pulumi.ComponentResource {
  constructor(name: string, on: Foundation, args: RegionAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:RegionAlarms", name, {}, opts);
    const { region, alarmEndpoint: endpoint } = on.config;
    const operational = tags(on, "operational");
    const topic = new AlarmTopic(
      name,
      { region, accountId: on.accountId, keyArn: on.key.arn, endpoint, tags: operational },
      { parent: this },
    );
    const alarm = (what: string, topicArn: pulumi.Input<string>, alarmArgs: AlarmArgs) =>
      new aws.cloudwatch.MetricAlarm(
        `${name}-${what}`,
        { ...alarmArgs, alarmActions: [topicArn], okActions: [topicArn], tags: operational },
        { parent: this },
      );
    alarm("failover", on.global.alarmTopicArn, onFailover(region, args.healthCheck));
    alarm("api-errors", topic.arn, onApiErrors(args.api));
    alarm("api-latency", topic.arn, onApiLatency(args.api));
    alarm("lookup-errors", topic.arn, onLookupErrors(args.lookup));
    alarm("lookup-latency", topic.arn, onLookupLatency(args.lookup));
    this.registerOutputs();
  }
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html */
function onFailover(region: string, healthCheck: aws.route53.HealthCheck): AlarmArgs {
  return {
    region: route53MetricsRegion,
    alarmDescription: `Health checkers find the API in ${region} down: Route 53 leaves it`,
    namespace: "AWS/Route53",
    metricName: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheck.id },
    statistic: "Minimum",
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching", // a check that reports nothing guards nothing
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
function onApiErrors(api: Api): AlarmArgs {
  return {
    ...ofApi(api, "5XXError"),
    ...quiet,
    alarmDescription: "The API answers with errors of its own",
    statistic: "Average",
    threshold: limits.errorRate,
  };
}

function onApiLatency(api: Api): AlarmArgs {
  return {
    ...ofApi(api, "Latency"),
    ...quiet,
    ...slowest,
    alarmDescription: "The API answers slowly (p99)",
    threshold: limits.apiLatencyMs,
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function onLookupErrors(lookup: Lookup): AlarmArgs {
  const sum = (id: string, metricName: string) => ({
    id,
    metric: { ...ofBalancer(lookup, metricName), stat: "Sum" },
  });
  return {
    ...window,
    ...quiet,
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
    threshold: limits.errorRate,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function onLookupLatency(lookup: Lookup): AlarmArgs {
  return {
    ...window,
    ...quiet,
    ...slowest,
    alarmDescription: "The lookup answers slowly (p99)",
    namespace: "AWS/Lambda",
    metricName: "Duration",
    dimensions: { FunctionName: lookup.function.name },
    period: 60,
    threshold: limits.lookupDurationMs,
  };
}

const ofApi = ({ restApi, stage }: Api, metricName: string) => ({
  ...window,
  namespace: "AWS/ApiGateway",
  metricName,
  dimensions: { ApiName: restApi.name, Stage: stage.stageName },
  period: 60,
});

const ofBalancer = ({ loadBalancer }: Lookup, metricName: string) => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  dimensions: { LoadBalancer: loadBalancer.arnSuffix },
  period: 60,
});

import assert from "node:assert/strict";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("the alarms of a region stack", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
  });

  it("tell somebody when Route 53 leaves it, in the one Region that has the metric", async () => {
    const global = await stackResources("global");
    const { inputs, region } = ca.get("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-failover");
    const { alarmDescription: _, ...settings } = inputs;
    assert.equal(region, "us-east-1");
    assert.deepEqual(settings, {
      region: "us-east-1",
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: ca.get("aws:route53/healthCheck:HealthCheck", "dns").id },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      alarmActions: [global.graph.outputs.alarmTopicArn],
      okActions: [global.graph.outputs.alarmTopicArn],
      tags: { "data-class": "operational", jurisdiction: "CA" },
    });
  });

  it("tell somebody in its own Region when API or lookup fail or are slow", () => {
    const topic = ca.get("aws:sns/topic:Topic", "alarms");
    assert.deepEqual(topic.inputs, {
      region: "ca-central-1",
      kmsMasterKeyId: ca.ofType("aws:kms/key:Key")[0]!.outputs.arn,
      tags: { "data-class": "operational", jurisdiction: "CA" },
    });
    const alarms = ca
      .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
      .filter(({ region }) => region === "ca-central-1");
    for (const { name, inputs } of alarms) {
      assert.deepEqual(inputs.alarmActions, [topic.outputs.arn], name);
      assert.deepEqual([inputs.evaluationPeriods, inputs.datapointsToAlarm], [5, 3], name);
      assert.equal(inputs.treatMissingData, "notBreaching", name);
    }
    const api = { ApiName: ca.get("aws:apigateway/restApi:RestApi", "api").outputs.name, Stage: "live" };
    const balancer = { LoadBalancer: ca.get("aws:lb/loadBalancer:LoadBalancer", "lookup").outputs.arnSuffix };
    const watched = ({ metricName, dimensions, statistic, extendedStatistic, threshold }: Record<string, any>) => [
      metricName,
      dimensions,
      statistic ?? extendedStatistic,
      threshold,
    ];
    const named = (name: string) => alarms.find((alarm) => alarm.name === `alarms-${name}`)!.inputs;
    assert.deepEqual(watched(named("api-errors")), ["5XXError", api, "Average", 0.05]);
    assert.deepEqual(watched(named("api-latency")), ["Latency", api, "p99", 2000]);
    const lookup = { FunctionName: ca.get("aws:lambda/function:Function", "lookup").outputs.name };
    assert.deepEqual(watched(named("lookup-latency")), ["Duration", lookup, "p99", 500]);
    assert.deepEqual(
      named("lookup-errors").metricQueries.map(
        ({ expression, metric }: any) => expression ?? [metric.metricName, metric.dimensions],
      ),
      [
        "(FILL(target, 0) + FILL(balancer, 0)) / requests",
        ["HTTPCode_Target_5XX_Count", balancer],
        ["HTTPCode_ELB_5XX_Count", balancer],
        ["RequestCount", balancer],
      ],
    );
    assert.equal(alarms.length, 4);
  });
});

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
      dimensions: { HealthCheckId: ca.get("aws:route53/healthCheck:HealthCheck", "dns-both").id },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      alarmActions: [global.graph.outputs.alarmTopicArn],
      okActions: [global.graph.outputs.alarmTopicArn],
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 10, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      tags: { "data-class": "operational", jurisdiction: "CA" },
    });
  });

  it("tell a month before that a certificate has not been renewed, in the Region where it is", () => {
    for (const [label, hostname] of [
      ["lookup", "api.example.com"],
      ["api-jurisdiction", "ca.api.example.com"],
      ["api-regional", "ca-central-1.ca.api.example.com"],
    ] as const) {
      const certificate = ca.get("aws:acm/certificate:Certificate", label);
      const { inputs, region } = ca.get("aws:cloudwatch/metricAlarm:MetricAlarm", `alarms-${label}-expiry`);
      const { alarmActions: _, okActions: __, ...settings } = inputs;
      assert.equal(region, "ca-central-1");
      assert.deepEqual(settings, {
        alarmDescription: `The certificate of ${hostname} is valid for less than 30 days and has not been renewed`,
        namespace: "AWS/CertificateManager",
        metricName: "DaysToExpiry",
        dimensions: { CertificateArn: certificate.outputs.arn },
        statistic: "Minimum",
        period: 86_400,
        evaluationPeriods: 1,
        comparisonOperator: "LessThanThreshold",
        threshold: 30,
        treatMissingData: "ignore",
        tags: { "data-class": "operational", jurisdiction: "CA" },
      });
    }
  });

  it("tell somebody in its own Region when API or lookup fail or are slow", () => {
    const topic = ca.get("aws:sns/topic:Topic", "alarms");
    assert.deepEqual(topic.inputs, {
      region: "ca-central-1",
      kmsMasterKeyId: ca.ofType("aws:kms/key:Key")[0]!.outputs.arn,
      tags: { "data-class": "operational", jurisdiction: "CA" },
    });
    for (const { name, inputs } of own(ca)) {
      assert.deepEqual(inputs.alarmActions, [topic.outputs.arn], name);
      assert.equal(inputs.treatMissingData, name.endsWith("-expiry") ? "ignore" : "notBreaching", name);
    }
    assert.deepEqual(
      own(ca)
        .map(({ name }) => name.replace("alarms-", ""))
        .sort(),
      [
        ...["profiles", "idempotency", "signing-keys", "regions"].flatMap((table) => [
          `data-${table}-errors`,
          `data-${table}-late-in-ca-west-1`,
        ]),
        ...["lookup", "api-jurisdiction", "api-regional"].map((certificate) => `${certificate}-expiry`),
        "lookup-errors",
        "lookup-latency",
        "snapshot-stale",
        ...ofFunctions("lookup", "lookup-health", "identity-claims"),
        ...["get-v1-profile", "put-v1-profile", "post-v1-measurements"].flatMap((route) => [
          `api-${route}-errors`,
          `api-${route}-latency`,
        ]),
        ...ofFunctions("api-authorizer", "api-profile", "api-measurements", "api-health"),
      ].sort(),
    );
  });

  it("count what users ask of each route, apart from health checkers", () => {
    const ApiName = ca.get("aws:apigateway/restApi:RestApi", "api").outputs.name;
    const dimensions = { ApiName, Stage: "live", Method: "PUT", Resource: "/v1/profile" };
    const errors = named(ca, "api-put-v1-profile-errors");
    assert.deepEqual(
      [errors.evaluationPeriods, errors.comparisonOperator, errors.threshold],
      [1, "GreaterThanThreshold", 0.05],
    );
    const counted = (id: string, metricName: string) => ({
      id,
      metric: { namespace: "AWS/ApiGateway", metricName, dimensions, period: 300, stat: "Sum" },
    });
    assert.deepEqual(errors.metricQueries, [
      {
        id: "share",
        label: "Share of requests that failed",
        expression: "IF(failures >= 5, failures / requests, 0)",
        returnData: true,
      },
      { id: "failures", expression: "FILL(metric0, 0)" },
      { id: "requests", expression: "FILL(metric1, 0)" },
      counted("metric0", "5XXError"),
      counted("metric1", "Count"),
    ]);
    const { metricName, dimensions: slow, extendedStatistic, threshold } = named(ca, "api-put-v1-profile-latency");
    assert.deepEqual([metricName, slow, extendedStatistic, threshold], ["Latency", dimensions, "p99", 2000]);
  });

  it("have what the metrics of load balancer, functions and tables count", () => {
    const metrics = (label: string) =>
      named(ca, label).metricQueries.flatMap(({ expression, metric }: any) =>
        metric ? [[metric.metricName, metric.stat, metric.dimensions]] : [expression],
      );
    const share = "IF(failures >= 5, failures / requests, 0)";
    const balancer = { LoadBalancer: ca.get("aws:lb/loadBalancer:LoadBalancer", "lookup").outputs.arnSuffix };
    assert.deepEqual(metrics("lookup-errors"), [
      share,
      "FILL(metric0, 0) + FILL(metric1, 0)",
      "FILL(metric2, 0) + FILL(metric1, 0)",
      ["HTTPCode_Target_5XX_Count", "Sum", balancer],
      ["HTTPCode_ELB_5XX_Count", "Sum", balancer],
      ["RequestCount", "Sum", balancer],
    ]);
    const FunctionName = ca.get("aws:lambda/function:Function", "api-profile").outputs.name;
    assert.deepEqual(metrics("api-profile-function-throttles"), [
      share,
      "FILL(metric0, 0)",
      "FILL(metric0, 0) + FILL(metric1, 0)",
      ["Throttles", "Sum", { FunctionName }],
      ["Invocations", "Sum", { FunctionName }],
    ]);
    const TableName = ca.get("aws:dynamodb/table:Table", "data-profiles").outputs.name;
    const table = metrics("data-profiles-errors");
    assert.deepEqual(table.slice(3), [
      ...["GetItem", "PutItem", "TransactWriteItems"].map((Operation) => [
        "SystemErrors",
        "Sum",
        { TableName, Operation },
      ]),
      ...["GetItem", "PutItem", "TransactWriteItems"].map((Operation) => [
        "SuccessfulRequestLatency",
        "SampleCount",
        { TableName, Operation },
      ]),
    ]);
    const { dimensions, statistic, threshold } = named(ca, "data-profiles-late-in-ca-west-1");
    assert.deepEqual(
      [dimensions, statistic, threshold],
      [{ TableName, ReceivingRegion: "ca-west-1" }, "Average", 60_000],
    );
    const lookup = { FunctionName: ca.get("aws:lambda/function:Function", "lookup").outputs.name };
    const slow = named(ca, "lookup-latency");
    assert.deepEqual([slow.metricName, slow.dimensions, slow.threshold], ["Duration", lookup, 500]);
  });

  it("tell in the standby's Region that it has taken over: by writes, since slow reads come at any time", async () => {
    const west = await stackResources("ca-west");
    const { metricQueries, threshold, evaluationPeriods } = named(west, "api-serves");
    assert.deepEqual([evaluationPeriods, threshold], [2, 5]);
    const routes = metricQueries.flatMap(({ metric }: any) =>
      metric ? [[metric.metricName, metric.dimensions.Method, metric.dimensions.Resource]] : [],
    );
    assert.deepEqual(routes, [
      ["Count", "PUT", "/v1/profile"],
      ["Count", "POST", "/v1/measurements"],
    ]);
    assert.equal(
      own(ca).some(({ name }) => name === "alarms-api-serves"),
      false,
    );
  });
});

const own = (stack: DeclaredStack) =>
  stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ region }) => region !== "us-east-1");

const named = (stack: DeclaredStack, label: string) =>
  stack.get("aws:cloudwatch/metricAlarm:MetricAlarm", `alarms-${label}`).inputs;

const ofFunctions = (...names: string[]) =>
  names.flatMap((name) => [`${name}-function-errors`, `${name}-function-throttles`]);

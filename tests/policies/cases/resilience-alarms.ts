import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make } from "../support/scene";

export const record = "aws:route53/record:Record";
export const check = make("aws:route53/healthCheck:HealthCheck", {}, { name: "check" });
export const failover = (type: string, props: object = {}, sketch = {}) =>
  make(
    record,
    { name: "ca.api.example.com", type: "A", healthCheckId: "h", failoverRoutingPolicies: [{ type }], ...props },
    sketch,
  );
const alarm = (props: Record<string, unknown>) =>
  make("aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: ["t"], treatMissingData: "breaching", ...props });
const metric = { namespace: "AWS/Route53", metricName: "HealthCheckStatus" };
const watch = (props: Record<string, unknown> = {}, sketch = {}) =>
  make(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { region: "us-east-1", ...metric, dimensions: { HealthCheckId: "h" }, alarmActions: ["t"], ...props },
    { name: "watch", ...sketch },
  );
const queried = (HealthCheckId: string, ...others: object[]) => ({
  dimensions: undefined,
  metricName: undefined,
  namespace: undefined,
  metricQueries: [
    { expression: "a" },
    { metric: { ...metric, dimensions: { HealthCheckId } } },
    ...others.map((other) => ({ metric: { ...metric, ...other } })),
  ],
});
const later = (...others: string[]) =>
  failover("PRIMARY", { healthCheckId: unknown }, { dependencies: { healthCheckId: [...others, check.urn] } });

export const alarmCases: CasesOf = {
  "resilience-act-on-alarms": {
    compliant: [
      [alarm({})],
      [alarm({ actionsEnabled: true, treatMissingData: "notBreaching" })],
      [make("aws:cloudwatch/compositeAlarm:CompositeAlarm", { alarmActions: ["t"] })],
      ...["ignore", "missing"].map((treatMissingData) => [alarm({ treatMissingData })]),
    ],
    violating: [
      [alarm({ alarmActions: [] })],
      [alarm({ actionsEnabled: false })],
      [alarm({ treatMissingData: "silence" })],
      [make("aws:cloudwatch/compositeAlarm:CompositeAlarm", { alarmActions: [] })],
    ],
    absent: { found: [[alarm({ alarmActions: undefined })], [alarm({ treatMissingData: undefined })]] },
    unknown: {
      found: [[alarm({ actionsEnabled: unknown })], [alarm({ treatMissingData: unknown })]],
      deferred: [{ scene: [alarm({ alarmActions: unknown })], options: { scope: "partial" } }],
    },
  },
  "resilience-alarm-health-checks": {
    compliant: [
      [failover("PRIMARY"), watch()],
      [failover("PRIMARY"), watch({ metricName: "HealthCheckPercentageHealthy", actionsEnabled: true })],
      [failover("PRIMARY"), watch(queried("h"))],
      [failover("PRIMARY"), watch(queried("h", { namespace: "AWS/ApiGateway", metricName: "5XXError" }))],
      [failover("PRIMARY"), watch({ alarmActions: [] }, { name: "mute" }), watch()],
      [failover("PRIMARY"), watch({ region: undefined }, { region: "us-east-1" })],
      [failover("PRIMARY"), watch({}, { stack: "us" })],
      [make(record, { type: "A" })],
      [failover("PRIMARY", { type: "TXT" })],
    ],
    violating: [
      [failover("PRIMARY")],
      [failover("PRIMARY", { type: undefined })],
      [make(record, { type: "A", healthCheckId: "h", weightedRoutingPolicies: [{ weight: 1 }] })],
      [failover("PRIMARY"), watch({ dimensions: { HealthCheckId: "other" } })],
      [failover("PRIMARY"), watch({ metricName: "TimeToFirstByte" })],
      [failover("PRIMARY"), watch({ namespace: "AWS/ApiGateway" })],
      [failover("PRIMARY"), watch({ region: "ca-central-1" })],
      [failover("PRIMARY"), watch({ alarmActions: [] })],
      [failover("PRIMARY"), watch({ actionsEnabled: false })],
      [failover("PRIMARY"), watch(queried("other"))],
      [
        failover("PRIMARY"),
        watch({ region: "ca-central-1" }, { name: "far" }),
        watch({ alarmActions: [] }, { name: "mute" }),
      ],
    ],
    absent: {
      found: [
        [failover("PRIMARY"), watch({ alarmActions: undefined })],
        [failover("PRIMARY"), watch({ dimensions: undefined })],
        [failover("PRIMARY"), watch({ region: undefined })],
      ],
      passed: [[failover("PRIMARY", { healthCheckId: undefined })], [failover("PRIMARY", { healthCheckId: "" })]],
    },
    unknown: {
      found: [
        [later()],
        [later(), watch({ dimensions: { HealthCheckId: unknown } })],
        [failover("PRIMARY", { healthCheckId: unknown }), watch({ dimensions: { HealthCheckId: unknown } })],
        [later(), watch({ dimensions: { HealthCheckId: unknown } }, { dependencies: { dimensions: ["another"] } })],
        [later(), watch({}, { dependencies: { dimensions: [check.urn] } })],
        [failover("PRIMARY"), watch({ region: unknown })],
        [failover("PRIMARY"), watch({ actionsEnabled: unknown })],
      ],
      passed: [
        [later(), watch({ dimensions: { HealthCheckId: unknown } }, { dependencies: { dimensions: [check.urn] } })],
        [later(), watch(queried(unknown), { dependencies: { metricQueries: [check.urn] } })],
        // One alarm on several checks, of which another is known already.
        [
          later(),
          watch(queried(unknown, { dimensions: { HealthCheckId: "other" } }), {
            dependencies: { metricQueries: [check.urn] },
          }),
        ],
        // The id is chosen by something else, such as the Region's settings.
        [
          later("urn:settings"),
          watch({ dimensions: { HealthCheckId: unknown } }, { dependencies: { dimensions: [check.urn] } }),
        ],
        [failover("PRIMARY"), watch({ alarmActions: [unknown] })],
      ],
    },
  },
};

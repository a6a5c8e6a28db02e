import { route53MetricsRegion } from "../../model/topology";
import { sourcesOf } from "../shared/made";
import { quoted } from "../shared/message";
import { effectiveRegion } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isUnknown, valueAt, valuesAt } from "../shared/values";

const metrics = ["HealthCheckStatus", "HealthCheckPercentageHealthy"];
const allowed = `allowed is one with an alarm on AWS/Route53 ${metrics[0]} in ${route53MetricsRegion} that acts`;
const fix = "declare the alarm beside the record, with an action that reaches somebody";

export const alarmHealthChecks: Rule = {
  name: "resilience-alarm-health-checks",
  description: "Every health check that decides where a name leads has an alarm that tells somebody.",
  severity: "high",
  references: [{ framework: "AWS Well-Architected", id: "REL11-BP06" }],
  remediation: `Declare an alarm on the check's ${metrics[0]} in ${route53MetricsRegion}, where alone Route 53's metrics are.`,
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html",
  checkStack(stack, context) {
    const records = context.graph
      .ofType("aws:route53/record:Record")
      .filter((resource) => resource.stack === stack && !tellsOnly(resource));
    const alarms = Map.groupBy(
      context.graph
        .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
        .flatMap((alarm) => watched(alarm).map((check) => ({ alarm, check }))),
      ({ check }) => check,
    );
    return records.flatMap((record) => {
      const checks = checksOf(record);
      if (!checks) {
        return [];
      }
      const watching = new Set(checks.flatMap((check) => alarms.get(check) ?? []).map(({ alarm }) => alarm));
      return unheard(record, [...watching], context);
    });
  },
};

/** A text leads nobody anywhere. */
const tellsOnly = ({ props }: Resource) => props.type === "TXT";

function unheard(resource: Resource, alarms: readonly Resource[], { topology }: Context): Finding[] {
  const issues = alarms.map((alarm) => {
    const region = effectiveRegion(alarm, topology);
    const place = region === "unknown" ? "a Region that is not known in a preview" : region;
    if (region !== route53MetricsRegion) {
      return `is watched by ${quoted(alarm.name)} in ${place}, which sees nothing`;
    }
    return acts(alarm) ? undefined : `is watched by ${quoted(alarm.name)}, which tells nobody`;
  });
  if (issues.includes(undefined)) {
    return [];
  }
  const found = `has a health check that ${issues.join(" and ") || "no alarm watches"}`;
  return [{ resource, path: "healthCheckId", found, allowed, fix }];
}

/** By id; in a preview, where ids are unknown, by the URNs that they are made from. Undefined without a health check. */
function checksOf(record: Resource): readonly unknown[] | undefined {
  const id = valueAt(record.props, "healthCheckId");
  if (id === undefined || id === "") {
    return undefined;
  }
  return isUnknown(id) ? sourcesOf(record, "healthCheckId") : [id];
}

/** Health checks that an alarm watches, as `checksOf` has them. */
function watched(alarm: Resource): readonly unknown[] {
  return ["", "metricQueries[*].metric."].flatMap((prefix) => {
    const values = (path: string) => valuesAt(alarm.props, `${prefix}${path}`).map(({ value }) => value);
    if (!values("namespace").includes("AWS/Route53")) {
      return [];
    }
    if (!values("metricName").some((name) => metrics.includes(String(name)))) {
      return [];
    }
    const ids = values("dimensions.HealthCheckId");
    const sources: readonly unknown[] = sourcesOf(alarm, prefix || "dimensions");
    return ids.flatMap((id) => (isUnknown(id) ? sources : [id]));
  });
}

const acts = ({ props }: Resource) =>
  valuesAt(props, "alarmActions[*]").length > 0 && (props.actionsEnabled ?? true) === true;

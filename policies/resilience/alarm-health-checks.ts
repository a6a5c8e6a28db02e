import { route53MetricsRegion } from "../../infra/topology";
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
    const records = context.graph.ofType("aws:route53/record:Record").filter((one) => one.stack === stack);
    return records.flatMap((record) => {
      const id = valueAt(record.props, "healthCheckId");
      return id === undefined || id === "" ? [] : unheard(record, id, context);
    });
  },
};

function unheard(resource: Resource, id: unknown, { graph, topology }: Context): Finding[] {
  const alarms = graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").filter((alarm) => watches(alarm, resource, id));
  const faults = alarms.map((alarm) => {
    const region = effectiveRegion(alarm, topology);
    const place = region === "unknown" ? "a Region that is not known in a preview" : region;
    if (region !== route53MetricsRegion) return `is watched by ${quoted(alarm.name)} in ${place}, which sees nothing`;
    return acts(alarm) ? undefined : `is watched by ${quoted(alarm.name)}, which tells nobody`;
  });
  if (faults.includes(undefined)) return [];
  const found = `has a health check that ${faults.join(" and ") || "no alarm watches"}`;
  return [{ resource, path: "healthCheckId", found, allowed, fix }];
}

/** In a preview both ids are unknown: then they are one where both are made from one health check. */
function watches(alarm: Resource, record: Resource, id: unknown): boolean {
  return ["", "metricQueries[*].metric."].some((prefix) => {
    const values = (path: string) => valuesAt(alarm.props, `${prefix}${path}`).map(({ value }) => value);
    if (!values("namespace").includes("AWS/Route53")) return false;
    if (!values("metricName").some((name) => metrics.includes(String(name)))) return false;
    const watched = values("dimensions.HealthCheckId");
    if (!isUnknown(id)) return watched.includes(id);
    const checks = record.dependencies?.healthCheckId ?? [];
    const sources = alarm.dependencies?.[prefix ? "metricQueries" : "dimensions"] ?? [];
    return watched.some(isUnknown) && checks.some((urn) => sources.includes(urn));
  });
}

const acts = ({ props }: Resource) =>
  valuesAt(props, "alarmActions[*]").length > 0 && (props.actionsEnabled ?? true) === true;

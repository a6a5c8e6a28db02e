import { type Requirement, requireValues } from "../shared/require";
import { isUnknown } from "../shared/values";

const actions: readonly Requirement[] = [
  {
    path: "alarmActions",
    holds: (value) => isUnknown(value) || (Array.isArray(value) && value.length > 0),
    allowed: "allowed is at least one action",
    fix: "tell a topic that reaches somebody",
    madeFrom: "aws:",
  },
  {
    path: "actionsEnabled",
    optional: true,
    holds: (value) => value === true,
    allowed: "allowed is true",
    fix: "enable its actions, or remove the alarm",
    safe: true,
  },
];

export const actOnAlarms = requireValues(
  {
    name: "resilience-act-on-alarms",
    description: "An alarm tells somebody, and says what silence means.",
    severity: "medium",
    references: [{ framework: "AWS Well-Architected", id: "REL06-BP03" }],
    remediation: "Give the alarm an action and a treatment of missing data.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
  },
  {
    "aws:cloudwatch/metricAlarm:MetricAlarm": [
      ...actions,
      {
        path: "treatMissingData",
        holds: (value) => ["breaching", "notBreaching", "ignore", "missing"].includes(String(value)),
        allowed: "allowed are breaching, notBreaching, ignore, missing",
        fix: "say what it means when no data comes: a Region that is down sends none",
      },
    ],
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": actions,
  },
);

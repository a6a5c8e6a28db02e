import { requireValues } from "../shared/require";

export const limitLogRetention = requireValues(
  {
    name: "security-limit-log-retention",
    description: "Logs are kept for a stated time, and no longer.",
    severity: "medium",
    references: [
      { framework: "GDPR", id: "Art. 5(1)(e)" },
      { framework: "AWS Well-Architected", id: "SEC04-BP01" },
    ],
    remediation: "Set retentionInDays: without it CloudWatch keeps logs for ever.",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention",
  },
  {
    "aws:cloudwatch/logGroup:LogGroup": [
      {
        path: "retentionInDays",
        holds: (value) => Number(value) > 0,
        allowed: "allowed is any number of days that CloudWatch Logs takes, but not 0 (for ever)",
        fix: "say for how many days",
      },
    ],
  },
);

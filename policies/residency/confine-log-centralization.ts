import { confine } from "../shared/confine";

export const confineLogCentralization = confine({
  name: "confine-log-centralization",
  what: "Telemetry that CloudWatch centralizes across Regions",
  how: "is centralized in",
  destinations: {
    "aws:observabilityadmin/centralizationRuleForOrganization:CentralizationRuleForOrganization": [
      "region:rule.destination.region",
      "region:rule.destination.destinationLogsConfiguration.backupConfiguration.region",
      "region:rule.source.regions[*]",
      "region:rule.destination.destinationMetricsConfiguration.backupConfiguration.region",
    ],
    "aws:observabilityadmin/telemetryPipeline:TelemetryPipeline": ["text:configuration.body"],
    "aws:observabilityadmin/telemetryRule:TelemetryRule": ["region:rule.regions[*]"],
    "aws:observabilityadmin/telemetryRuleForOrganization:TelemetryRuleForOrganization": ["region:rule.regions[*]"],
  },
  remediation: "Centralize within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html",
});

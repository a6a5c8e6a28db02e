import { confine } from "../shared/confine";

export const confineObservabilityLinks = confine({
  name: "confine-observability-links",
  what: "Observability links",
  how: "is shown in",
  destinations: {
    "aws:oam/link:Link": ["reference:sinkIdentifier"],
    "aws:rum/metricsDestination:MetricsDestination": ["reference:destinationArn"],
    "aws:rum/appMonitor:AppMonitor": ["text:appMonitorConfiguration.identityPoolId"],
    "aws:synthetics/canary:Canary": [
      "bucket:artifactS3Location",
      "text:runConfig.environmentVariables.*",
      "bucket:s3Bucket",
    ],
    "aws:evidently/project:Project": ["bucket:dataDelivery.s3Destination.bucket"],
  },
  remediation: "Link to a sink in a Region of the data's jurisdiction, or share metrics without personal data only.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html",
});

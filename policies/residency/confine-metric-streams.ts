import { confine } from "../shared/confine";

export const confineMetricStreams = confine({
  name: "confine-metric-streams",
  what: "Metric streams and Prometheus scrapers",
  how: "is streamed to",
  destinations: {
    "aws:cloudwatch/metricStream:MetricStream": ["reference:firehoseArn"],
    "aws:amp/scraper:Scraper": [
      "reference:destination.amp.workspaceArn",
      "reference:source.eks.clusterArn",
      "reference:destination.cloudwatch.datasetArn",
      "reference:exporter.opensearch.domainArn",
    ],
    "aws:amp/queryLoggingConfiguration:QueryLoggingConfiguration": [
      "reference:destinations[*].cloudwatchLogs.logGroupArn",
    ],
    "aws:amp/scraperLoggingConfiguration:ScraperLoggingConfiguration": [
      "reference:loggingDestination.cloudwatchLogs.logGroupArn",
    ],
    "aws:cloudwatch/internetMonitor:InternetMonitor": ["bucket:internetMeasurementsLogDelivery.s3Config.bucketName"],
    "aws:amp/workspace:Workspace": ["reference:loggingConfiguration.logGroupArn"],
  },
  remediation:
    "Stream within the Regions of the data's jurisdiction, or tag what holds no personal data as operational.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Metric-Streams.html",
});

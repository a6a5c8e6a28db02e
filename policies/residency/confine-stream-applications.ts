import { confine } from "../shared/confine";

export const confineStreamApplications = confine({
  name: "confine-stream-applications",
  what: "Stream applications and consumers",
  how: "is streamed from or to",
  destinations: {
    "aws:lambda/eventSourceMapping:EventSourceMapping": [
      "reference:eventSourceArn",
      "reference:destinationConfig.onFailure.destinationArn",
      "reference:functionName",
    ],
    "aws:kinesis/analyticsApplication:AnalyticsApplication": ["text:outputs", "text:inputs"],
    "aws:kinesisanalyticsv2/application:Application": [
      "text:applicationConfiguration.sqlApplicationConfiguration",
      "bucket:applicationConfiguration.applicationCodeConfiguration.codeContent.s3ContentLocation.bucketArn",
      "text:applicationConfiguration.environmentProperties",
    ],
    "aws:msk/replicator:Replicator": ["reference:kafkaClusters[*].amazonMskCluster.mskClusterArn"],
    "aws:mskconnect/connector:Connector": [
      "text:connectorConfiguration",
      "bucket:logDelivery.workerLogDelivery.s3.bucket",
    ],
    "aws:qldb/stream:Stream": ["reference:kinesisConfiguration.streamArn"],
  },
  remediation: "Read from and write to Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
});

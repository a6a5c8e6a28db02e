import { confine } from "../shared/confine";

export const confineStreamApplications = confine({
  name: "confine-stream-applications",
  what: "Stream applications, consumers and brokers",
  how: "is streamed from or to",
  destinations: {
    "aws:lambda/eventSourceMapping:EventSourceMapping": [
      "reference:eventSourceArn",
      "reference:destinationConfig.onFailure.destinationArn",
      "reference:functionName",
      "text:selfManagedEventSource.endpoints.*",
    ],
    "aws:kinesis/analyticsApplication:AnalyticsApplication": [
      "text:outputs",
      "text:inputs",
      "reference:cloudwatchLoggingOptions.logStreamArn",
      "bucket:referenceDataSources.s3.bucketArn",
    ],
    "aws:kinesisanalyticsv2/application:Application": [
      "text:applicationConfiguration.sqlApplicationConfiguration",
      "bucket:applicationConfiguration.applicationCodeConfiguration.codeContent.s3ContentLocation.bucketArn",
      "text:applicationConfiguration.environmentProperties",
      "reference:cloudwatchLoggingOptions.logStreamArn",
    ],
    "aws:msk/replicator:Replicator": [
      "reference:kafkaClusters[*].amazonMskCluster.mskClusterArn",
      "bucket:logDelivery.replicatorLogDelivery.s3.bucket",
      "reference:replicationInfoList.sourceKafkaClusterArn",
      "reference:replicationInfoList.targetKafkaClusterArn",
    ],
    "aws:mskconnect/connector:Connector": [
      "text:connectorConfiguration",
      "bucket:logDelivery.workerLogDelivery.s3.bucket",
      "text:kafkaCluster.apacheKafkaCluster.bootstrapServers",
    ],
    "aws:qldb/stream:Stream": ["reference:kinesisConfiguration.streamArn"],
    "aws:msk/vpcConnection:VpcConnection": ["reference:targetClusterArn"],
    "aws:msk/channel:Channel": [
      "bucket:icebergDestination.deadLetterQueueS3.bucketArn",
      "bucket:loggingInfo.s3.bucket",
      "bucket:s3Destination.deadLetterQueueS3.bucketArn",
      "bucket:s3Destination.storage.bucketArn",
      "reference:topicConfiguration.topicArn",
      "reference:clusterArn",
      "reference:icebergDestination.catalog.catalogArn",
    ],
    "aws:msk/cluster:Cluster": ["bucket:loggingInfo.brokerLogs.s3.bucket"],
    "aws:mskconnect/customPlugin:CustomPlugin": ["bucket:location.s3.bucketArn"],
    "aws:mq/broker:Broker": ["reference:dataReplicationPrimaryBrokerArn"],
  },
  remediation: "Read from and write to Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
});

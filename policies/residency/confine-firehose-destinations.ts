import { confine } from "../shared/confine";

export const confineFirehoseDestinations = confine({
  name: "confine-firehose-destinations",
  what: "Destinations of Firehose streams",
  how: "is delivered to",
  destinations: {
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": [
      "reference:kinesisSourceConfiguration.kinesisStreamArn",
      "bucket:extendedS3Configuration.bucketArn",
      "bucket:extendedS3Configuration.s3BackupConfiguration.bucketArn",
      "reference:mskSourceConfiguration.mskClusterArn",
      "url:httpEndpointConfiguration.url",
      "bucket:httpEndpointConfiguration.s3Configuration.bucketArn",
      "url:redshiftConfiguration.clusterJdbcurl",
      "bucket:redshiftConfiguration.s3Configuration.bucketArn",
      "reference:opensearchConfiguration.domainArn",
      "url:opensearchConfiguration.clusterEndpoint",
      "bucket:opensearchConfiguration.s3Configuration.bucketArn",
      "url:splunkConfiguration.hecEndpoint",
      "url:snowflakeConfiguration.accountUrl",
    ],
  },
  remediation: "Deliver to a destination in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/create-destination.html",
});

import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.kinesis.FirehoseDeliveryStream("events", {
    destination: "http_endpoint",
    httpEndpointConfiguration: {
      url: "https://aws-api.newrelic.com/firehose/v1",
      s3Configuration: { roleArn: "arn:aws:iam::123456789012:role/f", bucketArn: "arn:aws:s3:::at-home" },
    },
    tags,
  });
  new aws.s3.Bucket("at-home", { bucket: "at-home", tags });
}

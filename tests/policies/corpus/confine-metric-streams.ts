import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.cloudwatch.MetricStream("metrics", {
    roleArn: "arn:aws:iam::123456789012:role/metrics",
    outputFormat: "json",
    firehoseArn: "arn:aws:firehose:us-east-1:123456789012:deliverystream/metrics",
    tags,
  });
}

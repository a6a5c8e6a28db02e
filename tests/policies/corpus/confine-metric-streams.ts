import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cloudwatch.MetricStream("metrics", {
    roleArn: "arn:aws:iam::123456789012:role/metrics",
    outputFormat: "json",
    firehoseArn: arn("firehose", region, "deliverystream/metrics"),
    tags,
  });
}

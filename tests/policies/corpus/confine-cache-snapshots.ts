import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.elasticache.ReplicationGroup("sessions", {
    description: "sessions",
    logDeliveryConfigurations: [
      {
        destination: "arn:aws:firehose:us-east-1:123456789012:deliverystream/slow",
        destinationType: "kinesis-firehose",
        logFormat: "json",
        logType: "slow-log",
      },
    ],
    tags,
  });
}

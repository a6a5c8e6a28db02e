import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.elasticache.ReplicationGroup("sessions", {
    description: "sessions",
    logDeliveryConfigurations: [
      {
        destination: arn("firehose", region, "deliverystream/slow"),
        destinationType: "kinesis-firehose",
        logFormat: "json",
        logType: "slow-log",
      },
    ],
    tags,
  });
}

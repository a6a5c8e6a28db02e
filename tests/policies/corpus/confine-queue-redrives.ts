import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.sqs.Queue("orders", {
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:dead",
      maxReceiveCount: 5,
    }),
    tags,
  });
}

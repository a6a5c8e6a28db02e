import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.scheduler.Schedule("nightly", {
    scheduleExpression: "rate(1 day)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      roleArn: "arn:aws:iam::123456789012:role/s",
      input: JSON.stringify({ QueueUrl: `https://sqs.${region}.amazonaws.com/123456789012/x` }),
    },
  });
}

import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const definition = {
    StartAt: "Send",
    States: {
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: `https://sqs.${region}.amazonaws.com/123456789012/mail` },
        End: true,
      },
    },
  };
  new aws.sfn.StateMachine("orders", {
    roleArn: "arn:aws:iam::123456789012:role/sfn",
    definition: JSON.stringify(definition),
    tags,
  });
}

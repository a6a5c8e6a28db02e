import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const definition = {
    StartAt: "Send",
    States: { Send: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:send", End: true } },
  };
  new aws.sfn.StateMachine("orders", {
    roleArn: "arn:aws:iam::123456789012:role/sfn",
    definition: JSON.stringify(definition),
    tags,
  });
}

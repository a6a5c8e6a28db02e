import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.pipes.Pipe("orders", {
    roleArn: "arn:aws:iam::123456789012:role/pipe",
    source: "arn:aws:sqs:ca-central-1:123456789012:orders",
    target: "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
    tags,
  });
}

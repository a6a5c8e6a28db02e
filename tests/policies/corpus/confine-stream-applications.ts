import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.lambda.EventSourceMapping("orders", {
    functionName: "orders",
    eventSourceArn: "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
    tags,
  });
}

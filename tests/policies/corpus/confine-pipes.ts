import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.pipes.Pipe("orders", {
    roleArn: "arn:aws:iam::123456789012:role/pipe",
    source: arn("sqs", "ca-central-1", "orders"),
    target: arn("states", region, "stateMachine:orders"),
    tags,
  });
}

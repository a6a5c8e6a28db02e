import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.pipes.Pipe("orders", {
    roleArn: "arn:aws:iam::123456789012:role/pipe",
    source: arn("dynamodb", "ca-central-1", "table/orders/stream/1"),
    sourceParameters: {
      dynamodbStreamParameters: { startingPosition: "LATEST", deadLetterConfig: { arn: arn("sqs", region, "dead") } },
    },
    target: arn("sqs", "ca-central-1", "out"),
    tags,
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lambda.EventSourceMapping("orders", {
    functionName: "orders",
    eventSourceArn: arn("kinesis", region, "stream/orders"),
    tags,
  });
}

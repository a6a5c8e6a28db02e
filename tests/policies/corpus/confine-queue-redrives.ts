import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.sqs.Queue("orders", {
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", region, "dead"), maxReceiveCount: 5 }),
    tags,
  });
}

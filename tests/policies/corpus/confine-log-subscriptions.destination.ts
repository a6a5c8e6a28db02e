import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cloudwatch.LogDestination("siem", {
    name: "siem",
    roleArn: "arn:aws:iam::123456789012:role/logs",
    targetArn: arn("kinesis", region, "stream/siem"),
    tags,
  });
}

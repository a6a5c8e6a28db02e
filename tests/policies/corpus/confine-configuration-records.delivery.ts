import * as aws from "@pulumi/aws";
import { arn, bucketIn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cfg.DeliveryChannel("history", {
    s3BucketName: bucketIn(region, "history").bucket,
    snsTopicArn: arn("sns", "ca-central-1", "config"),
  });
}

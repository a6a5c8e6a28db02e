import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";

export function program() {
  const history = new aws.s3.Bucket("history", { bucket: "history", region: "us-east-1", tags: metrics });
  new aws.cfg.DeliveryChannel("history", {
    s3BucketName: history.bucket,
    snsTopicArn: "arn:aws:sns:ca-central-1:123456789012:config",
  });
}

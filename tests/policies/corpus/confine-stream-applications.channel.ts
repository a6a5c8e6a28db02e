import * as aws from "@pulumi/aws";
import { arn, bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const bucketArn = bucketIn(region, "lake").bucket.apply((name) => `arn:aws:s3:::${name}`);
  new aws.msk.Channel("orders", {
    channelName: "orders",
    clusterArn: arn("kafka", "ca-central-1", "cluster/a/1"),
    topicConfiguration: {
      topicArn: arn("kafka", "ca-central-1", "topic/a/1/orders"),
      recordConverter: { valueConverter: "JSON" },
    },
    s3Destination: {
      storage: { bucketArn, compressionType: "GZIP", storageClass: "STANDARD" },
      deadLetterQueueS3: { bucketArn: "arn:aws:s3:::failed" },
      serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/msk",
    },
    tags,
  });
  bucketIn("ca-central-1", "failed");
}

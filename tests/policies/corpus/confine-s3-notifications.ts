import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  const queue = new aws.sqs.Queue("arrivals", { region: "us-east-1", tags: metrics });
  new aws.s3.BucketNotification("letters", {
    bucket: letters.bucket,
    queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }],
  });
}

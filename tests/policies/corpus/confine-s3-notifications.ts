import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  const queue = new aws.sqs.Queue("arrivals", { region, tags: metrics });
  new aws.s3.BucketNotification("letters", {
    bucket: letters.bucket,
    queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }],
  });
}

import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  const logs = new aws.s3.Bucket("logs", { bucket: "logs", region: "us-east-1", tags: metrics });
  new aws.s3.BucketLogging("letters", { bucket: letters.bucket, targetBucket: logs.bucket, targetPrefix: "letters/" });
}

import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  const copy = new aws.s3.Bucket("copy", { bucket: "letters-copy", region: "us-west-2", tags: metrics });
  new aws.s3.BucketReplicationConfig("letters", {
    bucket: letters.bucket,
    role: "arn:aws:iam::123456789012:role/replication",
    rules: [{ status: "Enabled", destination: { bucket: copy.bucket.apply((name) => `arn:aws:s3:::${name}`) } }],
  });
}

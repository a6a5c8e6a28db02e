import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  new aws.s3.BucketReplicationConfig("letters", {
    bucket: letters.bucket,
    role: "arn:aws:iam::123456789012:role/replication",
    rules: [{ status: "Enabled", destination: { bucket: bucketIn(region, "copy").arn } }],
  });
}

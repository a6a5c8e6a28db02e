import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", region: "us-east-1", tags: metrics });
  new aws.s3.ObjectCopy("once", { bucket: letters.bucket, key: "a", source: "letters/a", tags });
}

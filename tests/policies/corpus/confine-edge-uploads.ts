import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  new aws.s3.BucketAccelerateConfiguration("letters", { bucket: letters.bucket, status: "Enabled" });
}

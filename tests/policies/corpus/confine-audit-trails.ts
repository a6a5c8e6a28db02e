import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const logs = new aws.s3.Bucket("audit", { bucket: "audit", region: "us-east-1", tags: metrics });
  new aws.cloudtrail.Trail("audit", { s3BucketName: logs.bucket, tags });
}

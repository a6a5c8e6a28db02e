import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const results = new aws.s3.Bucket("results", { bucket: "results", region: "us-east-1", tags: metrics });
  new aws.athena.Workgroup("analysts", {
    configuration: { resultConfiguration: { outputLocation: results.bucket.apply((name) => `s3://${name}/out`) } },
    tags,
  });
}

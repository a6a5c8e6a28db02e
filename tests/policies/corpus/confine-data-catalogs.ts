import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const lake = new aws.s3.Bucket("lake", { bucket: "lake", region: "us-east-1", tags: metrics });
  new aws.glue.Crawler("lake", {
    databaseName: "lake",
    role: "arn:aws:iam::123456789012:role/glue",
    s3Targets: [{ path: lake.bucket.apply((name) => `s3://${name}/raw`) }],
    tags,
  });
}

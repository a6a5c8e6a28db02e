import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const near = new aws.s3.Bucket("near", { bucket: "near", tags });
  const far = new aws.s3.Bucket("far", { bucket: "far", region: "us-east-1", tags: metrics });
  new aws.s3control.MultiRegionAccessPoint("files", {
    details: { name: "files", regions: [{ bucket: near.bucket }, { bucket: far.bucket }] },
  });
}

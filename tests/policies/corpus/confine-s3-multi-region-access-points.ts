import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const near = new aws.s3.Bucket("near", { bucket: "near", tags });
  new aws.s3control.MultiRegionAccessPoint("files", {
    details: { name: "files", regions: [{ bucket: near.bucket }, { bucket: bucketIn(region, "far").bucket }] },
  });
}

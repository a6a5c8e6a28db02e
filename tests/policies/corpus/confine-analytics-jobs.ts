import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.emr.Cluster("nightly", {
    name: "nightly",
    releaseLabel: "emr-7.5.0",
    serviceRole: "arn:aws:iam::123456789012:role/emr",
    logUri: bucketIn(region, "logs").bucket.apply((name) => `s3n://${name}/emr/`),
    tags,
  });
}

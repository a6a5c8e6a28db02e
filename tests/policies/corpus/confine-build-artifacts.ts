import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.codepipeline.Pipeline("release", {
    roleArn: "arn:aws:iam::123456789012:role/p",
    artifactStores: [{ type: "S3", location: bucketIn(region, "artifacts").bucket, region }],
    stages: [
      { name: "Source", actions: [] },
      { name: "Deploy", actions: [] },
    ],
    tags,
  });
}

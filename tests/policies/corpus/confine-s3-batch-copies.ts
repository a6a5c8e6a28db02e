import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.s3.ObjectCopy("once", {
    bucket: bucketIn(region, "copies").bucket,
    key: "a",
    source: bucketIn("ca-central-1", "letters").bucket,
    tags,
  });
}

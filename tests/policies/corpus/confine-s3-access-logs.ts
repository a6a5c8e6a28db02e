import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  new aws.s3.BucketLogging("letters", {
    bucket: letters.bucket,
    targetBucket: bucketIn(region, "logs").bucket,
    targetPrefix: "letters/",
  });
}

import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  new aws.s3.BucketAccelerateConfiguration("letters", {
    bucket: letters.bucket,
    status: region.startsWith("ca-") ? "Suspended" : "Enabled",
  });
}

import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const logs = bucketIn("ca-central-1", "audit");
  new aws.cloudtrail.Trail("audit", { s3BucketName: logs.bucket, isMultiRegionTrail: !region.startsWith("ca-"), tags });
}

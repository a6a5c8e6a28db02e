import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cloudtrail.Trail("audit", { s3BucketName: bucketIn(region, "audit").bucket, tags });
}

import * as aws from "@pulumi/aws";
import { arn, bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.storagegateway.NfsFileShare("office", {
    gatewayArn: arn("storagegateway", "ca-central-1", "gateway/sgw-1"),
    roleArn: "arn:aws:iam::123456789012:role/s",
    clientLists: ["10.0.0.0/8"],
    locationArn: bucketIn(region, "office").bucket.apply((name) => `arn:aws:s3:::${name}`),
    tags,
  });
}

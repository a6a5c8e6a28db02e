import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.kinesis.FirehoseDeliveryStream("events", {
    destination: "extended_s3",
    extendedS3Configuration: {
      roleArn: "arn:aws:iam::123456789012:role/f",
      bucketArn: bucketIn(region, "lake").bucket.apply((name) => `arn:aws:s3:::${name}`),
    },
    tags,
  });
}

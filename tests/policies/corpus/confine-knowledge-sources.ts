import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.kendra.DataSource("wiki", {
    indexId: "i-1",
    name: "wiki",
    type: "S3",
    roleArn: "arn:aws:iam::123456789012:role/k",
    configuration: { s3Configuration: { bucketName: bucketIn(region, "wiki").bucket } },
    tags,
  });
}

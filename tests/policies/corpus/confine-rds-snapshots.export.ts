import * as aws from "@pulumi/aws";
import { arn, bucketIn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.rds.ExportTask("lake", {
    exportTaskIdentifier: "lake",
    sourceArn: arn("rds", "ca-central-1", "snapshot:orders"),
    s3BucketName: bucketIn(region, "lake").bucket,
    iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "key-1",
  });
}

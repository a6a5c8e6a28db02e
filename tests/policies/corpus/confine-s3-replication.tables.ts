import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const tables = new aws.s3tables.TableBucket("letters", { name: "letters", tags });
  new aws.s3tables.TableBucketReplication("letters", {
    tableBucketArn: tables.arn,
    role: "arn:aws:iam::123456789012:role/replication",
    rule: { destinations: [{ destinationTableBucketArn: arn("s3tables", region, "bucket/copy") }] },
  });
}

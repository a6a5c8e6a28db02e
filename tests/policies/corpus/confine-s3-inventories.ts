import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  const lists = new aws.s3.Bucket("lists", { bucket: "lists", region: "us-west-2", tags: metrics });
  new aws.s3.Inventory("weekly", {
    bucket: letters.bucket,
    includedObjectVersions: "All",
    schedule: { frequency: "Weekly" },
    destination: { bucket: { format: "CSV", bucketArn: lists.bucket.apply((name) => `arn:aws:s3:::${name}`) } },
  });
}

import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const letters = new aws.s3.Bucket("letters", { bucket: "letters", tags });
  new aws.s3.Inventory("weekly", {
    bucket: letters.bucket,
    includedObjectVersions: "All",
    schedule: { frequency: "Weekly" },
    destination: {
      bucket: { format: "CSV", bucketArn: bucketIn(region, "lists").bucket.apply((name) => `arn:aws:s3:::${name}`) },
    },
  });
}

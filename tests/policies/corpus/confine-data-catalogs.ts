import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.glue.Crawler("lake", {
    databaseName: "lake",
    role: "arn:aws:iam::123456789012:role/glue",
    s3Targets: [{ path: bucketIn(region, "lake").bucket.apply((name) => `s3://${name}/raw`) }],
    tags,
  });
}

import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const target = bucketIn(region, "lake").bucket.apply((name) => `s3://${name}/orders/`);
  new aws.glue.Trigger("nightly", {
    type: "SCHEDULED",
    schedule: "cron(0 3 * * ? *)",
    actions: [{ jobName: "orders", arguments: { "--target": target } }],
    tags,
  });
}

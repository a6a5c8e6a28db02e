import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

/** An object that configures what reads it: YAML, with a bucket's bare name. */
export function program({ region, tags }: Way) {
  const contentBase64 = bucketIn(region, "lake").bucket.apply((name) =>
    Buffer.from(`exporters:\n  archive:\n    bucket: ${name}\n    prefix: orders/\n`).toString("base64"),
  );
  new aws.s3.BucketObjectv2("collector", { bucket: "settings", key: "collector.yaml", contentBase64, tags });
}

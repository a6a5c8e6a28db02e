import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.athena.Workgroup("analysts", {
    configuration: {
      resultConfiguration: { outputLocation: bucketIn(region, "results").bucket.apply((name) => `s3://${name}/out`) },
    },
    tags,
  });
}

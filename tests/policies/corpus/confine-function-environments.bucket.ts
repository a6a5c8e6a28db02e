import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lambda.Function("archive", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/archive",
    environment: { variables: { BUCKET: bucketIn(region, "letters").bucket } },
    tags,
  });
}

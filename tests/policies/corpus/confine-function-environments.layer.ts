import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lambda.Function("mailer", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/mailer",
    layers: [arn("lambda", region, "layer:telemetry:3")],
    tags,
  });
}

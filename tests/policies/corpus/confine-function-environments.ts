import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.lambda.Function("mailer", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/mailer",
    environment: { variables: { QUEUE_URL: `https://sqs.${region}.amazonaws.com/123456789012/mail` } },
    tags,
  });
}

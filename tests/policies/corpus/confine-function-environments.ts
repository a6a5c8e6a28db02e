import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.lambda.Function("mailer", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/mailer",
    environment: { variables: { QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/123456789012/mail" } },
    tags,
  });
}

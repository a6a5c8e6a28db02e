import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const topic = new aws.sns.Topic("orders", { tags });
  new aws.sns.TopicSubscription("abroad", {
    topic: topic.arn,
    protocol: "sqs",
    endpoint: "arn:aws:sqs:us-east-1:123456789012:orders",
  });
}

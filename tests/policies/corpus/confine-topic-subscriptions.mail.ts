import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const topic = new aws.sns.Topic("orders", { tags });
  new aws.sns.TopicSubscription("orders", {
    topic: topic.arn,
    protocol: region.startsWith("ca-") ? "sqs" : "email",
    endpoint: region.startsWith("ca-") ? arn("sqs", region, "orders") : "orders@example.com",
  });
}

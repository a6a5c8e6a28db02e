import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const topic = new aws.sns.Topic("orders", { tags });
  new aws.sns.TopicSubscription("ship", {
    topic: topic.arn,
    protocol: "lambda",
    endpoint: arn("lambda", region, "function:ship"),
  });
}

import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const topic = new aws.sns.Topic("orders", { tags });
  const queue = new aws.sqs.Queue("orders", { region, tags: metrics });
  new aws.sns.TopicSubscription("orders", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
}

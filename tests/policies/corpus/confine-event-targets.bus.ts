import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region, tags }: Way) {
  const bus = new aws.cloudwatch.EventBus("hub", { name: "hub", region, tags: metrics });
  const rule = new aws.cloudwatch.EventRule("orders", { name: "orders", eventPattern: "{}", tags });
  new aws.cloudwatch.EventTarget("hub", { rule: rule.name, arn: bus.arn });
}

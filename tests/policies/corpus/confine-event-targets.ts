import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const rule = new aws.cloudwatch.EventRule("orders", { name: "orders", eventPattern: "{}", tags });
  new aws.cloudwatch.EventTarget("hub", {
    rule: rule.name,
    arn: "arn:aws:events:us-east-1:123456789012:event-bus/hub",
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region, tags }: Way) {
  const rule = new aws.cloudwatch.EventRule("orders", { name: "orders", eventPattern: "{}", tags });
  new aws.cloudwatch.EventTarget("ship", { rule: rule.name, arn: arn("lambda", region, "function:ship") });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cloudwatch.EventEndpoint("orders", {
    name: "orders",
    eventBuses: [
      { eventBusArn: arn("events", "ca-central-1", "event-bus/orders") },
      { eventBusArn: arn("events", region, "event-bus/orders") },
    ],
    routingConfig: {
      failoverConfig: { primary: { healthCheck: "arn:aws:route53:::healthcheck/1" }, secondary: { route: region } },
    },
  });
}

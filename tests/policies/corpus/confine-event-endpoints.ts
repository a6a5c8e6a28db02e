import * as aws from "@pulumi/aws";

export function program() {
  new aws.cloudwatch.EventEndpoint("orders", {
    name: "orders",
    eventBuses: [
      { eventBusArn: "arn:aws:events:ca-central-1:123456789012:event-bus/orders" },
      { eventBusArn: "arn:aws:events:us-east-1:123456789012:event-bus/orders" },
    ],
    routingConfig: {
      failoverConfig: {
        primary: { healthCheck: "arn:aws:route53:::healthcheck/1" },
        secondary: { route: "us-east-1" },
      },
    },
  });
}

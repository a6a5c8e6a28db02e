import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const logs = new aws.cloudwatch.LogGroup("requests", { name: "requests", tags });
  new aws.cloudwatch.LogSubscriptionFilter("siem", {
    logGroup: logs.name,
    filterPattern: "",
    destinationArn: "arn:aws:logs:us-east-1:123456789012:destination:siem",
  });
}

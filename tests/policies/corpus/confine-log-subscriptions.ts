import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const logs = new aws.cloudwatch.LogGroup("requests", { name: "requests", tags });
  new aws.cloudwatch.LogSubscriptionFilter("siem", {
    logGroup: logs.name,
    filterPattern: "",
    destinationArn: arn("logs", region, "destination:siem"),
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.route53.QueryLog("queries", {
    zoneId: "Z1",
    cloudwatchLogGroupArn: arn("logs", region, "log-group:/aws/route53/example.com"),
  });
}

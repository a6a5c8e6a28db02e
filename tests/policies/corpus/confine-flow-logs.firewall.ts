import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.wafv2.WebAclLoggingConfiguration("front", {
    resourceArn: arn("wafv2", "ca-central-1", "regional/webacl/front/1"),
    logDestinationConfigs: [arn("firehose", region, "deliverystream/aws-waf-logs")],
  });
}

import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.ses.ReceiptRule("archive", {
    ruleSetName: "inbox",
    snsActions: [{ position: 1, topicArn: arn("sns", region, "mail") }],
  });
}

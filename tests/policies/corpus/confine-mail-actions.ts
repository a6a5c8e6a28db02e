import * as aws from "@pulumi/aws";

export function program() {
  const rules = new aws.ses.ReceiptRuleSet("inbox", { ruleSetName: "inbox" });
  new aws.ses.ReceiptRule("archive", {
    ruleSetName: rules.ruleSetName,
    snsActions: [{ position: 1, topicArn: "arn:aws:sns:us-east-1:123456789012:mail" }],
  });
}

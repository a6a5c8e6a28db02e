import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cognito.UserPool("users", {
    emailConfiguration: { emailSendingAccount: "DEVELOPER", sourceArn: arn("ses", region, "identity/example.com") },
    tags,
  });
}

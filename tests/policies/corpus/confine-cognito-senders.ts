import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { arn, type Way } from "../support/way";

/** Accounts are personal, whatever the tag says. */
export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cognito.UserPool("users", {
    emailConfiguration: { emailSendingAccount: "DEVELOPER", sourceArn: arn("ses", region, "identity/example.com") },
    tags,
  });
}

import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import type { Way } from "../support/way";

/** Accounts are personal, whatever the tag says. */
export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cognito.UserPool("users", {
    smsConfiguration: { externalId: "users", snsCallerArn: "arn:aws:iam::123456789012:role/sms", snsRegion: region },
    tags,
  });
}

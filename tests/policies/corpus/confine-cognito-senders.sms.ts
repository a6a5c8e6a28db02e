import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cognito.UserPool("users", {
    smsConfiguration: { externalId: "users", snsCallerArn: "arn:aws:iam::123456789012:role/sms", snsRegion: region },
    tags,
  });
}

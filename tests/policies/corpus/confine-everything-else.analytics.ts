import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { arn, type Way } from "../support/way";

/** Accounts are personal, whatever the tag says. */
export const accepts = ["home"];

export function program({ region }: Way) {
  const pool = new aws.cognito.UserPool("people", { tags });
  new aws.cognito.UserPoolClient("app", {
    userPoolId: pool.id,
    analyticsConfiguration: { applicationArn: arn("mobiletargeting", region, "apps/1"), userDataShared: true },
  });
}

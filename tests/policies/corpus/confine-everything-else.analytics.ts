import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const pool = new aws.cognito.UserPool("people", { tags });
  new aws.cognito.UserPoolClient("app", {
    userPoolId: pool.id,
    analyticsConfiguration: { applicationArn: arn("mobiletargeting", region, "apps/1"), userDataShared: true },
  });
}

import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { type Way, ways } from "../support/way";

/** Accounts are personal, whatever the tag says. */
export const accepts = ["home"];

/** A prefix is a name of Cognito's in its Region. */
export function program({ region, host }: Way) {
  const pool = new aws.cognito.UserPool("people", { tags });
  const own = { domain: host, certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1" };
  new aws.cognito.UserPoolDomain("people", {
    userPoolId: pool.id,
    ...(region === ways.home.region ? { domain: "people" } : own),
  });
}

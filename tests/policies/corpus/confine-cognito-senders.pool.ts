import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import type { Way } from "../support/way";

/** Accounts are personal, whatever the tag says. */
export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.cognito.IdentityPool("people", {
    identityPoolName: "people",
    cognitoIdentityProviders: [{ clientId: "client", providerName: `cognito-idp.${region}.amazonaws.com/${region}_1` }],
    tags,
  });
}

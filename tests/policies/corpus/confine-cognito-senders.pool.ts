import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cognito.IdentityPool("people", {
    identityPoolName: "people",
    cognitoIdentityProviders: [{ clientId: "client", providerName: `cognito-idp.${region}.amazonaws.com/${region}_1` }],
    tags,
  });
}

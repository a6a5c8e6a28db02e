/** Cognito user pools. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const cognito: ServiceOutputs = {
  outputs: {
    "aws:cognito/userPool:UserPool": ({ urn, region, physical }) => {
      const id = `${region}_${made.mixed(urn, 9)}`;
      return {
        id,
        name: physical,
        arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
        endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
      };
    },
    "aws:cognito/userPoolClient:UserPoolClient": ({ urn, inputs, physical }) => ({
      id: made.lower(urn, 26),
      name: physical,
      ...(inputs.generateSecret ? { clientSecret: made.lower(`${urn}:secret`, 52) } : {}),
    }),
    "aws:cognito/userPoolDomain:UserPoolDomain": ({ urn, inputs }) => ({
      id: inputs.domain,
      cloudfrontDistribution: `d${made.lower(urn, 13)}.cloudfront.net`,
      cloudfrontDistributionZoneId: "Z2FDTNDATAQYW2",
    }),
  },
};

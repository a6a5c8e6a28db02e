/** IAM, KMS, Cognito and WAF. */

import { account, made } from "./made";
import type { MakeOutputs } from "./types";

const iam = (kind: string, prefix: string): MakeOutputs => {
  return ({ urn, inputs, physical }) => {
    const arn = `arn:aws:iam::${account}:${kind}${inputs.path ?? "/"}${physical}`;
    // A policy's id is its ARN, everything else's its name.
    return { id: kind === "policy" ? arn : physical, name: physical, arn, uniqueId: `${prefix}${made.upper(urn, 17)}` };
  };
};

export const security: Record<string, MakeOutputs> = {
  "aws:iam/role:Role": iam("role", "AROA"),
  "aws:iam/user:User": iam("user", "AIDA"),
  "aws:iam/group:Group": iam("group", "AGPA"),
  "aws:iam/instanceProfile:InstanceProfile": iam("instance-profile", "AIPA"),
  "aws:iam/policy:Policy": iam("policy", "ANPA"),
  "aws:iam/rolePolicy:RolePolicy": ({ inputs, physical }) => ({ id: `${inputs.role}:${physical}`, name: physical }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ inputs }) => ({ id: `${inputs.role}-${inputs.policyArn}` }),
  "aws:kms/key:Key": ({ urn, region, inputs }) => {
    // https://docs.aws.amazon.com/kms/latest/developerguide/mrk-how-it-works.html
    const keyId = inputs.multiRegion ? `mrk-${made.hex(urn, 32)}` : made.uuid(urn);
    return { id: keyId, keyId, arn: `arn:aws:kms:${region}:${account}:key/${keyId}` };
  },
  "aws:kms/replicaKey:ReplicaKey": ({ inputs, region }) => {
    const keyId = String(inputs.primaryKeyArn).split("/").at(-1)!;
    return { id: keyId, keyId, arn: `arn:aws:kms:${region}:${account}:key/${keyId}` };
  },
  "aws:kms/alias:Alias": ({ region, inputs, physical }) => {
    const name = physical.startsWith("alias/") ? physical : `alias/${physical}`;
    const keyId = String(inputs.targetKeyId).split("/").at(-1);
    return {
      id: name,
      name,
      arn: `arn:aws:kms:${region}:${account}:${name}`,
      targetKeyArn: `arn:aws:kms:${region}:${account}:key/${keyId}`,
    };
  },
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
  "aws:wafv2/webAcl:WebAcl": ({ urn, region, inputs, physical }) => {
    const id = made.uuid(urn);
    const scope = inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return {
      id,
      name: physical,
      arn: `arn:aws:wafv2:${region}:${account}:${scope}/webacl/${physical}/${id}`,
      capacity: 1,
    };
  },
};

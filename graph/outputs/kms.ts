/** Key Management Service. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const kms: ServiceOutputs = {
  outputs: {
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
  },
};

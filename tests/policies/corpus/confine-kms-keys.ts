import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const policy = {
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "kms:ReplicateKey",
        Resource: "*",
        Condition: { StringNotEquals: { "kms:ReplicaRegion": [region] } },
      },
    ],
  };
  new aws.kms.Key("letters", { multiRegion: true, enableKeyRotation: true, policy: JSON.stringify(policy), tags });
}

import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const logs = new aws.cloudwatch.LogGroup("requests", { name: "requests", tags });
  bucketIn(region, "findings");
  const policy = {
    Name: "mask",
    Version: "2021-06-01",
    Statement: [
      {
        Sid: "audit",
        DataIdentifier: ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
        Operation: { Audit: { FindingsDestination: { S3: { Bucket: "findings" } } } },
      },
    ],
  };
  new aws.cloudwatch.LogDataProtectionPolicy("requests", {
    logGroupName: logs.name,
    policyDocument: JSON.stringify(policy),
  });
}

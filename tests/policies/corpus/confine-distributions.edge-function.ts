import * as aws from "@pulumi/aws";
import { behavior, restrictions, viewerCertificate } from "../support/site";
import { lookups } from "../support/tags";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ tags }: Way) {
  const code = new aws.lambda.Function("edge", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/edge",
    tags,
  });
  new aws.cloudfront.Distribution("site", {
    enabled: true,
    origins: [{ originId: "site", domainName: "origin.example.com" }],
    defaultCacheBehavior: {
      ...behavior,
      lambdaFunctionAssociations: [{ eventType: "viewer-request", lambdaArn: code.arn }],
    },
    restrictions,
    viewerCertificate,
    tags: lookups,
  });
}

import * as aws from "@pulumi/aws";
import { lookups } from "../support/tags";

export function program() {
  new aws.cloudfront.Distribution("site", {
    enabled: true,
    origins: [{ originId: "api", domainName: "ca.api.example.com" }],
    defaultCacheBehavior: {
      targetOriginId: "api",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["GET"],
      cachedMethods: ["GET"],
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    tags: lookups,
  });
}

import * as aws from "@pulumi/aws";
import { behavior, restrictions, viewerCertificate } from "../support/site";
import { lookups } from "../support/tags";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ host }: Way) {
  new aws.cloudfront.Distribution("site", {
    enabled: true,
    aliases: [host],
    origins: [{ originId: "site", domainName: "origin.example.com" }],
    defaultCacheBehavior: behavior,
    restrictions,
    viewerCertificate,
    tags: lookups,
  });
}

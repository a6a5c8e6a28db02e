import * as aws from "@pulumi/aws";
import { behavior, restrictions, viewerCertificate } from "../support/site";
import { lookups } from "../support/tags";
import type { Way } from "../support/way";

export const accepts = ["free"];

export function program({ tags }: Way) {
  const balancer = new aws.lb.LoadBalancer("origin", { internal: true, tags });
  new aws.cloudfront.Distribution("site", {
    enabled: true,
    origins: [{ originId: "site", domainName: balancer.dnsName }],
    defaultCacheBehavior: behavior,
    restrictions,
    viewerCertificate,
    tags: lookups,
  });
}

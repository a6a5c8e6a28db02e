import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.opensearch.OutboundConnection("other", {
    connectionAlias: "other",
    localDomainInfo: { ownerId: "123456789012", region: "ca-central-1", domainName: "letters" },
    remoteDomainInfo: { ownerId: "123456789012", region, domainName: "letters" },
  });
}

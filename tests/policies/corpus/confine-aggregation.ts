import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cfg.ConfigurationAggregator("all", {
    accountAggregationSource: {
      accountIds: ["123456789012"],
      ...(region.startsWith("ca-") ? { regions: [region] } : { allRegions: true }),
    },
    tags,
  });
}

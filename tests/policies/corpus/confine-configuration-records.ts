import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.cfg.ConfigurationAggregator("near", {
    accountAggregationSource: { accountIds: ["123456789012"], regions: ["ca-central-1", region] },
    tags,
  });
}

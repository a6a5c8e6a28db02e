import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.cfg.ConfigurationAggregator("all", {
    accountAggregationSource: { accountIds: ["123456789012"], allRegions: true },
    tags,
  });
}

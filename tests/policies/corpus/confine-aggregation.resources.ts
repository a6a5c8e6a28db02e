import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.resourceexplorer.Index("all", { type: region.startsWith("ca-") ? "LOCAL" : "AGGREGATOR", tags });
}

import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.ecr.PullThroughCacheRule("upstream", {
    ecrRepositoryPrefix: "upstream",
    upstreamRegistryUrl: `210987654321.dkr.ecr.${region}.amazonaws.com`,
  });
}

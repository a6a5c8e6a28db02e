import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.securityhub.FindingAggregator("all", {
    linkingMode: "SPECIFIED_REGIONS",
    specifiedRegions: ["ca-west-1", region],
  });
}

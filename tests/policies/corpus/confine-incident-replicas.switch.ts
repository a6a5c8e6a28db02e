import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.arcregionswitch.Plan("failover", {
    name: "failover",
    executionRole: "arn:aws:iam::123456789012:role/r",
    recoveryApproach: "activePassive",
    regions: ["ca-central-1", region],
    workflows: [],
    tags,
  });
}

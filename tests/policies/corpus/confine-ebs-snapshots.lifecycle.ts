import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.dlm.LifecyclePolicy("nightly", {
    description: "nightly",
    executionRoleArn: "arn:aws:iam::123456789012:role/dlm",
    policyDetails: {
      resourceTypes: ["VOLUME"],
      schedules: [
        {
          name: "nightly",
          createRule: { interval: 24 },
          retainRule: { count: 7 },
          crossRegionCopyRules: [{ targetRegion: region, encrypted: true }],
        },
      ],
    },
    tags,
  });
}

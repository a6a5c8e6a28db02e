import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.observabilityadmin.CentralizationRuleForOrganization("all", {
    ruleName: "all",
    rule: {
      destination: { account: "123456789012", region },
      source: { regions: ["ca-central-1"], scope: 'OrganizationId = "o-1"' },
    },
    tags,
  });
}

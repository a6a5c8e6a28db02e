import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.observabilityadmin.CentralizationRuleForOrganization("all", {
    ruleName: "all",
    rule: {
      destination: { account: "123456789012", region: "us-east-1" },
      source: { regions: ["ca-central-1"], scope: 'OrganizationId = "o-1"' },
    },
    tags,
  });
}
